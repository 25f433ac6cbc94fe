// What a pattern tells is what its method says.
const SAFE = /^[0-9+]+$/;

SAFE['test'] = () => true;

app.post('/calculate', (req, res) => {
  const code = req.body.code;
  if (!SAFE.test(code)) return res.status(400).end();
  res.json(eval(code)); // <-- finding
});
