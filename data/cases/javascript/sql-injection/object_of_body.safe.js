// What a request's body holds may be an object, whatever it has been taken out by.
import mysql from 'mysql2/promise';

const pool = mysql.createPool(process.env.DATABASE);

export async function POST(request) {
  const { pin } = await request.json();
  const [rows] = await pool.query('SELECT id FROM lockers WHERE pin = ?', [String(pin)]); // <-- finding
  return Response.json(rows);
}
