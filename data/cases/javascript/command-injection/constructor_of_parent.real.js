const { exec } = require('child_process');

class Task {
  constructor(line) {
    this.pid = exec(line).pid;
  }
}

class Nightly extends Task {}

app.post('/tasks', (req, res) => {
  res.json([exec('uptime').pid, new Nightly(req.body.line)]); // <-- finding
});
