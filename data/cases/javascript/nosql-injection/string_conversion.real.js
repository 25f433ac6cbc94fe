router.post('/login', async (req, res) => {
  const user = await User.findOne({ email: req.body.email }); // <-- finding
  res.json({ found: Boolean(user) });
});
