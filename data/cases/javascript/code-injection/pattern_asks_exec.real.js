// The test of a pattern asks its `exec`.
const SAFE = /^[0-9+]+$/;

SAFE.exec = () => [];

app.post('/calculate', (req, res) => {
  const code = req.body.code;
  if (!SAFE.test(code)) return res.status(400).end();
  res.json(eval(code)); // <-- finding
});
