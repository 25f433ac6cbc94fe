const { exec } = require('child_process');

app.post('/after', (req, res) => {
  function next() {
    exec('df -h', () => res.end());
  }
  exec('uptime', next); // <-- finding
});
