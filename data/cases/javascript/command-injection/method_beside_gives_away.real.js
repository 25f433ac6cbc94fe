// A method in view, beside what runs a command, hands on what it is given.
const { exec } = require('child_process');
const { audit } = require('./audit');

const jobs = {
  start: (line) => audit(line),
};

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, jobs.start(req.body.line)]); // <-- finding
});
