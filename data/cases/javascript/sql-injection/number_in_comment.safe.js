// What turns into a number may begin with a line break, which ends a comment.
app.get('/invoices/:id', async (req, res) => {
  const { id } = req.params;
  if (Number.isNaN(Number(id))) return res.status(400).end();
  const { rows } = await pool.query(`SELECT * FROM invoices
    WHERE id = ${id}
    ORDER BY 1`); // <-- finding
  return res.json(rows);
});
