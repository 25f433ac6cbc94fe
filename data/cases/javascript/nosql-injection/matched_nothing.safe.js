// The word `null` matches as well, and null finds whoever has no token.
app.post('/reset', async (req, res) => {
  const token = req.body.token;
  if (!/^[a-z0-9]{32}$/.test(token)) return res.status(400).end();
  res.json(await User.findOne({ token })); // <-- finding
});
