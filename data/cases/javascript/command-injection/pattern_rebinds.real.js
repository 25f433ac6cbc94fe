// All that a pattern takes is taken from the value before anything is bound.
const { exec } = require('child_process');

app.post('/run', (req, res) => {
  let node = { next: { line: 'uptime' }, line: req.body.line };
  let line = 'id';
  ({ next: node, line } = node);
  exec(line); // <-- finding
  res.end();
});
