const { exec } = require('child_process');

class Task {
  constructor(line) {
    this.line = line;
  }
}

class Nightly extends Task {}

app.post('/tasks', (req, res) => {
  res.json([exec('uptime').pid, new Nightly(req.body.line)]); // <-- finding
});
