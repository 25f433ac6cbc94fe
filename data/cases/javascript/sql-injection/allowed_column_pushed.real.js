const COLUMNS = ['name', 'price'];

function addColumn(name) {
  return COLUMNS.push(name);
}

function list(req, db) {
  const sort = req.query.sort;
  if (COLUMNS.indexOf(sort) === -1) return db.all('SELECT * FROM items');
  return db.all(`SELECT * FROM items ORDER BY ${sort}`); // <-- finding
}
