const ORDER = { newest: 'created_at DESC', cheapest: 'price ASC' };

function list(req, db) {
  const order = ORDER[req.query.order] || req.query.order;
  return db.query('SELECT * FROM items ORDER BY ' + order); // <-- finding
}
