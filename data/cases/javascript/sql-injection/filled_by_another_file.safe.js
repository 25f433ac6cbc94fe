// A function of another file is given the list that was looked at.
const { addTo } = require('./lists');

app.get('/orders', (req, res) => {
  const ids = req.query.ids;
  const seen = [];
  if (!/^[0-9]+$/.test(ids)) return res.end();
  addTo(seen, req.query.more);
  db.query(`SELECT * FROM orders WHERE id = ${ids}`).then((rows) => res.json(rows)); // <-- finding
});
