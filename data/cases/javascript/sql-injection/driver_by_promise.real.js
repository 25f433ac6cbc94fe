import mysql from 'mysql2/promise.js';

const pool = mysql.createPool({ host: 'db' });

export async function login(req, res) {
  const [rows] = await pool.query('SELECT id FROM users WHERE token = ?', [req.body.token]); // <-- finding
  res.json(rows);
}
