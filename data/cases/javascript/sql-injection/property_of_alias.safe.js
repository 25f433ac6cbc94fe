// Another name of the same object: what is set there is set here.
const COLUMNS = ['id', 'name'];

app.get('/list', (req, res) => {
  const both = [{}];
  if (!COLUMNS.includes(req.query.sort)) return res.sendStatus(400);
  Object.assign(both[0], req.body);
  return db.query(`SELECT id FROM goods ORDER BY ${req.query.sort}`); // <-- finding
});
