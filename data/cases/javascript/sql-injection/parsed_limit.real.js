app.get('/orders', (req, res, next) => {
  const limit = req.query.limit;
  db.query(`SELECT * FROM orders LIMIT ${limit}`, (err, rows) => { // <-- finding
    if (err) return next(err);
    res.json(rows);
  });
});
