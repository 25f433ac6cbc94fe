function list(db, filter) {
  let clause = 'active = 1';
  function widen() {
    return clause.length;
  }
  widen();
  return db.query('SELECT * FROM items WHERE ' + clause); // <-- finding
}
