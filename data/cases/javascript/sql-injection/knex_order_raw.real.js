async function list(knex, req) {
  const direction = req.query.down ? req.query.down : 'asc';
  return knex('items').orderByRaw('lower(name) ' + direction); // <-- finding
}
