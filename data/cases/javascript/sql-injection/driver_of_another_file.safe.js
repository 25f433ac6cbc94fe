// The sessions are in one database, what is asked for in another: its driver is not in view.
const { Pool } = require('pg');
const session = require('express-session');
const Store = require('connect-pg-simple')(session);
const db = new Pool();

app.use(session({ store: new Store({ pool: new Pool() }), secret: process.env.SECRET }));

app.post('/login', async (req, res) => {
  const found = await db.query('SELECT * FROM users WHERE name = ? AND pin = ?', [req.body.name, req.body.pin]); // <-- finding
  res.json(found);
});
