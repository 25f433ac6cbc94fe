function clamp(value) {
  return Math.min(Number(value) || 20, 100);
}

function page(req, db) {
  return db.query('SELECT * FROM items LIMIT ' + clamp(req.query.size)); // <-- finding
}
