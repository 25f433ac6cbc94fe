app.get('/me', (req, res) => {
  res.send('<b>' + req.query.name); // <-- finding
});
