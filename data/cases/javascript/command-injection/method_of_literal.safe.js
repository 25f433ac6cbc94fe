const { exec } = require('child_process');

const jobs = {
  start: (line) => line.length,
};

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, jobs.start(req.body.line)]); // <-- finding
});
