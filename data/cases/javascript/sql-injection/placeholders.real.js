router.post('/login', async (req, res) => {
  const { rows } = await pool.query('SELECT * FROM accounts WHERE email = ' + req.body.email); // <-- finding
  res.json(rows[0]);
});
