// An object that a constructor returns is what `new` gives.
const { exec } = require('child_process');

class Settings {
  constructor(saved) {
    this.line = 'uptime';
    if (saved) return JSON.parse(saved);
  }
}

app.post('/run', (req, res) => {
  const settings = new Settings(req.body.saved);
  exec(settings.line); // <-- finding
  res.end();
});
