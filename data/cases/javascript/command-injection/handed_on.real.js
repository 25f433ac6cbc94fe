// A function that runs commands is given a list of them.
const { execSync } = require('child_process');

app.post('/run', (req, res) => {
  const outs = ['uptime', req.body.line].map(execSync); // <-- finding
  res.send(outs.join('\n'));
});
