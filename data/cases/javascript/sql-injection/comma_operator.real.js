function list(db, req) {
  const sort = ('id', req.query.sort);
  return db.query('SELECT * FROM items ORDER BY ' + sort); // <-- finding
}
