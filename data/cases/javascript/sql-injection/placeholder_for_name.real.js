// Two question marks stand for a column: any column may be read.
async function field(pool, name) {
  return pool.query('SELECT ?? FROM customers WHERE id = 7', [String(name)]); // <-- finding
}
