async function list(knex, req) {
  const direction = req.query.down === 'yes' ? 'desc' : 'asc';
  return knex('items').orderByRaw('lower(name) ' + direction); // <-- finding
}
