// A named placeholder takes an object as well: {"pin": {"pin": 1}}.
const mysql = require('mysql2');
const pool = mysql.createPool({ uri: process.env.DATABASE, namedPlaceholders: true });

app.post('/open', (req, res) => {
  pool.query('SELECT id FROM lockers WHERE pin = :pin', { pin: Number(req.body.pin) }, (error, rows) => res.json(rows)); // <-- finding
});
