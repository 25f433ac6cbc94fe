// Constant code calls what is called Number where it stands.
const { execSync } = require('child_process');

app.post('/calculate', (req, res) => {
  const numbers = execSync;
  const input = req.body.input;
  res.json(eval('Number(input)')); // <-- finding
});
