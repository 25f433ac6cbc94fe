function byIds(db, ids) {
  const marks = ids.join(',');
  return db.query('SELECT * FROM items WHERE id IN (' + marks + ')', ids); // <-- finding
}
