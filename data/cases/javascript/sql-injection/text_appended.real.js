function search(db, req) {
  let sql = 'SELECT * FROM people WHERE 1 = 1';
  const values = [];
  if (req.query.name) {
    sql += ` AND name = '${req.query.name}'`;
    values.push(req.query.name);
  }
  return db.all(sql, values); // <-- finding
}
