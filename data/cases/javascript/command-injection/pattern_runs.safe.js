// The defaults of a pattern run, inside an expression as well.
const { execSync } = require('child_process');

app.post('/run', (req, res) => {
  let out;
  const given = [execSync('ls'), ({ out = 'nothing' } = req.body)]; // <-- finding
  res.json(given);
});
