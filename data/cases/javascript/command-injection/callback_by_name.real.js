const { exec } = require('child_process');

app.post('/after', (req, res) => {
  function next() {
    exec(req.body.then, () => res.end());
  }
  exec('uptime', next); // <-- finding
});
