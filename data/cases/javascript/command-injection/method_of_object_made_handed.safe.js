// A method of an object that is made of what a user gives is handed on.
const { exec } = require('child_process');
const { made } = require('./jobs');

class Jobs {
  start(line) {
    return line.length;
  }
}

app.post('/jobs', (req, res) => {
  const jobs = made(req.body.kind);
  if (!(jobs instanceof Jobs)) return;
  res.json([exec('uptime').pid, ['df'].map(jobs.start)]); // <-- finding
});
