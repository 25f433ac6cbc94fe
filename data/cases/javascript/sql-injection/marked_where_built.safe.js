function list(db, req) {
  const page = Number(req.query.page) || 1;
  const sql = 'SELECT * FROM items LIMIT 20 OFFSET ' + (page - 1) * 20; // <-- finding
  return db.query(sql);
}
