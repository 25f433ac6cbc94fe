app.get('/orders', (req, res, next) => {
  const limit = parseInt(req.query.limit, 10);
  db.query(`SELECT * FROM orders LIMIT ${limit}`, (err, rows) => { // <-- finding
    if (err) return next(err);
    res.json(rows);
  });
});
