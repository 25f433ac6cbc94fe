// knex hands the bindings of its raw parts on to mysql, which writes an object as a condition.
const knex = require('knex')({ client: 'mysql2', connection: process.env.DATABASE });

app.post('/open', async (req, res) => {
  res.json(await knex('lockers').whereRaw('pin = ?', [Number(req.body.pin)])); // <-- finding
});
