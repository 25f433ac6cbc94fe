const { decode } = require('./decoding');

app.get('/users/:name', (req, res) => {
  decode(res);
  res.json(users.findOne({ name: req.params.name })); // <-- finding
});
