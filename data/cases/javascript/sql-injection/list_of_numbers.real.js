// Each item of the list is turned into a number, or only those are kept that can be.
app.post('/jobs/bulk', async (req, res) => {
  const { ids } = req.body;
  if (!Array.isArray(ids) || !ids.length) return res.sendStatus(400);
  const list = ids.filter(Number).join(', ');
  const { rows } = await pool.query(`SELECT id, state FROM jobs WHERE id IN (${list})`); // <-- finding
  return res.json(rows);
});
