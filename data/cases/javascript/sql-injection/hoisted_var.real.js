function list(db, filter) {
  var clause = 'active = 1';
  if (filter) {
    var clause = filter + 'active = 0';
  }
  return db.query('SELECT * FROM items WHERE ' + clause); // <-- finding
}
