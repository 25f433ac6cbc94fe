const knex = require('knex')({ client: 'mysql2', connection: {} });

app.post('/login', async (req, res) => {
  const [rows] = await knex.raw('SELECT id FROM users WHERE token = ?', [String(req.body.token)]); // <-- finding
  res.json(rows);
});
