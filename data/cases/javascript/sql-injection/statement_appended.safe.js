// A statement of this tag can be made longer; what is appended is no value.
const SQL = require('sql-template-strings');

async function invoices(pool, req) {
  const statement = SQL`SELECT id FROM invoices WHERE customer = ${req.query.customer}`;
  console.log(statement.text);
  return pool.query(statement); // <-- finding
}
