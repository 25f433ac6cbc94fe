const knex = require('knex')({ client: 'pg', connection: process.env.DATABASE });

async function totals(region) {
  return knex.raw('SELECT sum(total) FROM orders WHERE region = ?', [region]); // <-- finding
}
