// Only those columns are kept that are in the list.
const COLUMNS = ['name', 'price', 'stock'];

app.post('/goods', async (req, res) => {
  const columns = req.body.columns.filter((one) => COLUMNS.includes(one.name));
  const { rows } = await pool.query(`SELECT ${columns.join(', ')} FROM goods`); // <-- finding
  res.json(rows);
});
