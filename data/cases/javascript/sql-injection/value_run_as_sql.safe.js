// The function runs its argument as a statement.
async function words(pool, req) {
  return pool.query('SELECT word FROM ts_lexize($1)', [req.query.words]); // <-- finding
}
