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
      column = 'id';
  }
  return db.query('SELECT * FROM people ORDER BY ' + column); // <-- finding
}
