function show(req, res, db) {
  const id = req.params.id;
  if (!/^1|[2-9]\d*$/.test(id)) {
    return res.status(400).end();
  }
  return db.query('SELECT * FROM items WHERE id = ' + id); // <-- finding
}
