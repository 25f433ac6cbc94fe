router.post('/login', async (req, res) => {
  const { rows } = await pool.query('SELECT * FROM accounts WHERE email = $1', [req.body.email]); // <-- finding
  res.json(rows[0]);
});
