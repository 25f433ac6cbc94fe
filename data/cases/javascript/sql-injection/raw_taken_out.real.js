// The function is the same, whatever it is taken out of.
async function invoices(knex, req) {
  const { raw } = knex;
  const order = raw(req.query.order);
  return knex.raw('select id from invoices where state = ?', [order]); // <-- finding
}
