const { exec } = require('child_process');

const jobs = {
  start: (line) => exec(line).pid,
};

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, jobs.start(req.body.line)]); // <-- finding
});
