// The folder is the third argument's.
app.get('/terms', (req, res) => {
  res.download('terms.pdf', 'terms.pdf', { root: req.query.folder }); // <-- finding
});
