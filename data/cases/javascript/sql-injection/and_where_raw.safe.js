// Both parts are put into the statement.
async function invoices(knex, req) {
  return knex('invoices').whereRaw('paid').andWhereRaw('state = 1'); // <-- finding
}
