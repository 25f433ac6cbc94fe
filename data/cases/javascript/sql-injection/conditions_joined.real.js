function search(db, req) {
  const conditions = ['1 = 1'];
  const values = [];
  if (req.query.name) {
    conditions.push('name = ?');
    values.push(req.query.name);
  }
  if (req.query.city) {
    conditions.push(req.query.city);
    values.push(req.query.city);
  }
  return db.query('SELECT * FROM people WHERE ' + conditions.join(' AND '), values); // <-- finding
}
