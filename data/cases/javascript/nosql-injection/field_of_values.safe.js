// Whoever names the field reads any of them.
app.get('/values', async (req, res) => {
  res.json(await User.distinct('city', { country: String(req.query.country) })); // <-- finding
});
