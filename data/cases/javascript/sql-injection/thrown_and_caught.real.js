function list(db, req) {
  let sort = 'id';
  try {
    check(req);
    sort = 'name';
  } catch (error) {
    sort = error.message;
  }
  return db.query('SELECT * FROM items ORDER BY ' + sort); // <-- finding
}
