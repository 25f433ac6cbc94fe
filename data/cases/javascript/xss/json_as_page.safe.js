app.get('/me', (req, res) => {
  res.status(200);
  res.send({ name: req.query.name }); // <-- finding
});
