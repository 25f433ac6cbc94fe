// A property of a request is what it was found to be until something sets it.
const COLUMNS = ['id', 'name'];

app.get('/list', (req, res) => {
  if (!COLUMNS.includes(req.query.sort)) return res.sendStatus(400);
  Object.assign(req.query, req.body);
  return db.query(`SELECT id FROM goods ORDER BY ${req.query.sort}`); // <-- finding
});
