// Whoever names the field reads any of them.
app.get('/values', async (req, res) => {
  res.json(await User.distinct(String(req.query.field))); // <-- finding
});
