const { decode } = require('./decoding');

app.get('/users/:name', (req, res) => {
  decode(req);
  res.json(users.findOne({ name: req.params.name })); // <-- finding
});
