const COLUMNS = ['name', 'created_at', 'price'];

function list(req, db) {
  let sort = req.query.sort;
  if (!COLUMNS.includes(req.query.order)) {
    sort = 'name';
  }
  return db.all('SELECT * FROM items ORDER BY ' + sort); // <-- finding
}
