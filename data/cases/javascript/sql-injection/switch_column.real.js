function list(req, db) {
  let column;
  switch (req.query.sort) {
    case 'name':
      column = 'last_name';
      break;
    case 'age':
      column = 'birthday';
      break;
    default:
      column = req.query.sort;
  }
  return db.query('SELECT * FROM people ORDER BY ' + column); // <-- finding
}
