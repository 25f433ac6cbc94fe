// The environment by another name.
const { exec } = require('child_process');

const { env } = process;

app.post('/run', (req, res) => {
  env.LD_PRELOAD = req.body.library;
  exec('uptime', (error, out) => res.send(out)); // <-- finding
});
