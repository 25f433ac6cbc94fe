// Pieces of a statement are kept in an object, and put together where nobody looks.

function condition(name) {
  return { table: 'orders', where: name }; // <-- finding
}
