async function totals(knex, region) {
  return knex.raw('SELECT sum(total) FROM orders WHERE region = \'' + region + '\''); // <-- finding
}
