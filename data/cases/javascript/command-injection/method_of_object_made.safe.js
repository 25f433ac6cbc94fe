// An object that is made of what a user gives is no text, and may have a method in view.
const { exec } = require('child_process');
const { made } = require('./jobs');

class Jobs {
  start() {
    return exec('df').pid;
  }
}

app.post('/jobs', (req, res) => {
  const jobs = made(req.body.kind);
  if (!(jobs instanceof Jobs)) return;
  res.json([exec('uptime').pid, jobs.start()]); // <-- finding
});
