// A binding that was made by knex.raw is part of the statement.
const knex = require('knex')({ client: 'pg', connection: process.env.DATABASE });

async function invoices(req) {
  const order = req.query.order;
  return knex.raw('select id from invoices where state = ?', [order]); // <-- finding
}
