// The environment is read from a file.
const { execFile } = require('child_process');

app.post('/settings', (req, res) => {
  process.loadEnvFile('/etc/shop.env');
  res.end();
});

app.get('/uptime', (req, res) => {
  execFile('uptime', ['-p'], (error, out) => res.send(out)); // <-- finding
});
