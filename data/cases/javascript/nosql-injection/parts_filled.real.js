app.use((req, res, next) => {
  Object.assign(req.params, req.body);
  next();
});

app.get('/users/:name', (req, res) => {
  res.json(users.findOne({ name: req.params.name })); // <-- finding
});
