function page(db, offset) {
  if (typeof offset !== 'string') {
    throw new TypeError('offset');
  }
  return db.query('SELECT * FROM items OFFSET ' + offset); // <-- finding
}
