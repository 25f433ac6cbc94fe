app.get('/me', (req, res) => {
  res.type('html').status(200);
  res.send({ name: req.query.name }); // <-- finding
});
