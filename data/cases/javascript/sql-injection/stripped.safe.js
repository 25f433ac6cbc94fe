function show(req, db) {
  const id = req.params.id.replace(/[^0-9]/g, '');
  return db.query('SELECT * FROM items WHERE id = ' + id); // <-- finding
}
