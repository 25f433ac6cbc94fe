const { exec } = require('child_process');

class Check {
  constructor(name, line) {
    this.name = name;
    this.line = line;
  }

  get load() {
    return `load of ${this.line}`;
  }
}

app.post('/check', (req, res) => {
  const check = new Check('load', req.body.line);
  res.json([exec('uptime').pid, check.load]); // <-- finding
});
