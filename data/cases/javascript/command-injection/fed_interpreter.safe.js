// A program that is started without a script runs what it is fed.
const { spawn } = require('child_process');

app.post('/count', (req, res) => {
  const run = spawn('wc', ['-l']); // <-- finding
  run.stdout.pipe(res);
  req.pipe(run.stdin);
});
