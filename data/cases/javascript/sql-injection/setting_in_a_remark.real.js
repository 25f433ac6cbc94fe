// A remark is no setting: objects in the place of a value are expanded.
const mysql = require('mysql');

// what is wanted: { stringifyObjects: true }
const pool = mysql.createPool({ host: 'db' });

app.post('/enter', (req, res) => {
  pool.query('SELECT id FROM users WHERE name = ? AND pass = ?', [req.body.name, req.body.pass], done); // <-- finding
});
