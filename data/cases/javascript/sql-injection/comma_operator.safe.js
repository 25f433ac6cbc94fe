function list(db, req) {
  const sort = (req.query.sort, 'id');
  return db.query('SELECT * FROM items ORDER BY ' + sort); // <-- finding
}
