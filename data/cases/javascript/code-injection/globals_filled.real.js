// Any function of the language may be among the names.
const shims = require('./shims');

Object.assign(self, shims);

app.post('/calculate', (req, res) => {
  res.json(eval(Number(req.body.code) + '+1')); // <-- finding
});
