// The driver replaces the mark in the comment, too, and the value may end the comment.
async function invoices(pool, tenant) {
  return pool.query('SELECT id FROM invoices /* of ? */ WHERE state = 1', [String(tenant)]); // <-- finding
}
