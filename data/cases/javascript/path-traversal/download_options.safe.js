// The folder is the third argument's.
app.get('/terms', (req, res) => {
  res.download('terms.pdf', 'terms.pdf', { maxAge: req.query.age }); // <-- finding
});
