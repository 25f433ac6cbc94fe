// Whoever says what names stand for says what the code calls.
const vm = require('vm');

app.post('/calculate', (req, res) => {
  const out = vm.runInNewContext('Number(input)', { Number: eval, input: req.body.input }); // <-- finding
  res.json(out);
});
