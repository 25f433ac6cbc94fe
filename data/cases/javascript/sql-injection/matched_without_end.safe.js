function show(req, res, db) {
  const id = req.params.id;
  if (!/^[0-9]+$/.test(id)) {
    return res.status(400).end();
  }
  return db.query('SELECT * FROM items WHERE id = ' + id); // <-- finding
}
