// A text can name fields that are hidden otherwise.
app.get('/users', async (req, res) => {
  res.json(await User.find({ open: true }, String(req.query.fields))); // <-- finding
});
