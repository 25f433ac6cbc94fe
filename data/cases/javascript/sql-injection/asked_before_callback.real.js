// The function is made where the test has come out well, and the variable never changes.
app.get('/orders/:id', (req, res, next) => {
  let id = req.params.id;
  if (!/^\d+$/.test(id)) return res.sendStatus(400);
  pool.connect((err, client, done) => {
    if (err) return next(err);
    client.query(`SELECT * FROM orders WHERE id = ${id}`, (failed, found) => { // <-- finding
      done();
      res.json(found.rows);
    });
  });
  id = req.query.id || id;
});
