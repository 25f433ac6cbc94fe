app.get('/go', (req, res) => {
  res.redirect('/items/' + req.query.id); // <-- finding
});
