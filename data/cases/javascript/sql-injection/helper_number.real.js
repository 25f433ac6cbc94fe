function clamp(value) {
  return Number(value) > 100 ? 100 : value;
}

function page(req, db) {
  return db.query('SELECT * FROM items LIMIT ' + clamp(req.query.size)); // <-- finding
}
