// mysql writes an object as a condition: {"pin": {"pin": 1}} compares the column with itself.
const mysql = require('mysql');
const pool = mysql.createPool(process.env.DATABASE);

app.post('/open', (req, res) => {
  pool.query('SELECT id FROM lockers WHERE pin = ?', [`${Number(req.body.pin)}`], (error, rows) => res.json(rows)); // <-- finding
});
