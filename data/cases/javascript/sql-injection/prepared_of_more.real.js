// What runs is the statement that was prepared, whatever the line says that runs it.
app.get('/orders', (req, res) => {
  const list = db.prepare('SELECT * FROM orders WHERE state = ? ORDER BY ' + req.query.by);
  res.json(list.all('open')); // <-- finding
});
