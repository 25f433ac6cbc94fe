function list(db, filter) {
  var clause = 'active = 1';
  if (filter) {
    var other = 'active = 0';
  }
  return db.query('SELECT * FROM items WHERE ' + clause); // <-- finding
}
