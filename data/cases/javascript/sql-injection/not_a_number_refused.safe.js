// `isNaN` turns a text into a number before it looks; `Number.isNaN` knows numbers only.
app.get('/invoices/:id', async (req, res) => {
  const { id } = req.params;
  if (isNaN(id)) return res.status(400).json({ error: 'no number' });
  const { rows } = await pool.query(`SELECT * FROM invoices WHERE id = ${id}`); // <-- finding
  return res.json(rows[0]);
});
