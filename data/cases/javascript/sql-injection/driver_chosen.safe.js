// Which driver it is, the environment says.
const db = require('pg');

app.post('/login', async (req, res) => {
  const found = await db.query('SELECT * FROM users WHERE name = ? AND pin = ?', [req.body.name, req.body.pin]); // <-- finding
  res.json(found);
});
