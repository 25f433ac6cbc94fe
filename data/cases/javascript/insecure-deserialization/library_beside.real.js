const cryo = require('cryo');

app.post('/load', (req, res) => {
  res.json([JSON.parse(req.body.first), cryo.thaw(req.body.second)]); // <-- finding
});
