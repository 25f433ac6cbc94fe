function list(db, filter) {
  let clause = 'active = 1';
  if (filter) {
    let clause = filter.text;
    log(clause);
  }
  return db.query('SELECT * FROM items WHERE ' + clause); // <-- finding
}
