function clause(sort = 'id') {
  return ' ORDER BY ' + sort;
}

function list(db, req) {
  return db.query('SELECT * FROM items' + clause(undefined)); // <-- finding
}
