// What is added to a field stands behind what it held.
const { exec } = require('child_process');

app.post('/run', (req, res) => {
  const job = { action: req.body.action };
  job.action += ' -l';
  exec(job.action); // <-- finding
  res.end();
});
