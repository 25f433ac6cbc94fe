// Two question marks stand for a column: any column may be read.
async function field(pool, name) {
  return pool.query('SELECT id FROM customers WHERE name = ?', [String(name)]); // <-- finding
}
