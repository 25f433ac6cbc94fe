const { exec } = require('child_process');
const { run } = require('./jobs');

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, run(req.body.line)]); // <-- finding
});
