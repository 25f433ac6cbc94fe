const { exec } = require('child_process');

function warm(req) {
  exec('uptime', () => {
    exec('ls /srv');
  });
}

app.post('/warm', (req, res) => {
  warm(req); // <-- finding
  res.end();
});
