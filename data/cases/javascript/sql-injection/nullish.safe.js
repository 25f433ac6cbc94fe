function list(db, req) {
  const sort = null ?? 'id';
  return db.query('SELECT * FROM items ORDER BY ' + sort); // <-- finding
}
