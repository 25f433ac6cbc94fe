// pg-promise: `:value` escapes and does not quote.
const db = require('pg-promise')()(process.env.DATABASE);

async function invoice(req) {
  return db.oneOrNone('SELECT total FROM invoices WHERE id = $1:value', [req.query.id]); // <-- finding
}
