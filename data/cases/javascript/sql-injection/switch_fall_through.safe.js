function list(req, db) {
  let column = req.query.sort;
  switch (req.query.mode) {
    case 'short':
      column = 'name';
      break;
    default:
      column = 'id';
  }
  return db.query('SELECT * FROM people ORDER BY ' + column); // <-- finding
}
