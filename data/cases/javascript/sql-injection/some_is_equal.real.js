// One of the list is the very text; that a text begins like one says nothing of its rest.
const COLUMNS = ['name', 'price', 'stock'];

app.get('/goods', async (req, res) => {
  const { sort } = req.query;
  if (!COLUMNS.some((one) => sort.startsWith(one))) return res.sendStatus(400);
  const { rows } = await pool.query(`SELECT * FROM goods ORDER BY ${sort}`); // <-- finding
  return res.json(rows);
});
