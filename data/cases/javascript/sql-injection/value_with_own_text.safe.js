// mysql asks a value for its text before it quotes it.
async function invoices(pool, state) {
  const value = { toString: () => state };
  return pool.query('SELECT id FROM invoices WHERE state = ?', [value]); // <-- finding
}
