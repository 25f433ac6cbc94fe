// The second round sees what the first one has set.
const COLUMNS = ['id', 'name'];

app.get('/list', (req, res) => {
  if (!COLUMNS.includes(req.query.sort)) return res.sendStatus(400);
  for (const key of Object.keys(req.body)) {
    db.query(`SELECT id FROM goods ORDER BY ${req.query.sort}`); // <-- finding
    req.query[key] = req.body[key];
  }
  return res.end();
});
