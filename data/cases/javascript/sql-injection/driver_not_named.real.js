// The file does not say which driver this is: mysql writes an object as a condition, {"pin": {"pin": 1}}.
const pool = require('./pool');

app.post('/open', (req, res) => {
  pool.query('SELECT id FROM lockers WHERE pin = ?', [req.body.pin], (error, rows) => res.json(rows)); // <-- finding
});
