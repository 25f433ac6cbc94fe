// A method in view is called once with a constant, and once more.
const { exec } = require('child_process');

class Jobs {
  start(line) {
    return exec(line).pid;
  }
}

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, app.jobs.start('ls'), app.jobs.start('df')]); // <-- finding
});
