// A pattern can set fields, inside an expression as well.
const { exec } = require('child_process');

app.post('/run', (req, res) => {
  const job = { line: 'uptime' };
  const given = ({ line: req.line } = req.body);
  exec(job.line); // <-- finding
  res.json(given.id);
});
