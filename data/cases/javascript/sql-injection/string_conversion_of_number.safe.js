app.get('/orders', (req, res) => {
  const id = String(+req.query.id);
  db.query('SELECT * FROM orders WHERE id = ' + id, (err, rows) => res.json(rows)); // <-- finding
});
