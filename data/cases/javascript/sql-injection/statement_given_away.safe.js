// Who is given a statement of this tag can make it longer.
const SQL = require('sql-template-strings');
const { sorted } = require('./sorted');

async function invoices(pool, req) {
  const statement = SQL`SELECT id FROM invoices WHERE customer = ${req.query.customer}`;
  sorted(req.query.customer, req.query.order);
  return pool.query(statement); // <-- finding
}
