app.get('/me', (req, res) => {
  res.send({ name: req.query.name }); // <-- finding
});
