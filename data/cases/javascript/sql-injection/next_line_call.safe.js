function list(db, req) {
  const sort = pick;
  (req.query);
  return db.query('SELECT * FROM items ORDER BY id'); // <-- finding
}
