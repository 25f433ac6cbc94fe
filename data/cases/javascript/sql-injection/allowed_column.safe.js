const COLUMNS = ['name', 'created_at', 'price'];

function list(req, db) {
  let sort = req.query.sort;
  if (!COLUMNS.includes(sort)) {
    sort = 'name';
  }
  return db.all('SELECT * FROM items ORDER BY ' + sort); // <-- finding
}
