// A binding that was made by knex.raw is part of the statement.
async function invoices(knex, req) {
  const order = knex.raw(req.query.order);
  return knex.raw('select id from invoices where state = ?', [order]); // <-- finding
}
