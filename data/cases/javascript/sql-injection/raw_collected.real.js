// What a function collects may be SQL of its own.
const knex = require('knex')({ client: 'pg', connection: process.env.DATABASE });

const first = (...values) => values[0];

async function invoices(req) {
  const order = knex.raw(req.query.order);
  return knex.raw('select id from invoices where state = ?', [first(order)]); // <-- finding
}
