const mysql = require('mysql');

const pool = mysql.createPool({ host: 'db', stringifyObjects: false });

app.post('/login', (req, res) => {
  pool.query('SELECT id FROM users WHERE token = ?', [req.body.token], (error, rows) => res.json(rows)); // <-- finding
});
