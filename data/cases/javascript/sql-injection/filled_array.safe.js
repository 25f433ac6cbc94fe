function byIds(db, ids) {
  const marks = new Array(ids.length).fill('?').join(',');
  return db.query('SELECT * FROM items WHERE id IN (' + marks + ')', ids); // <-- finding
}
