// A function in view, by way of another, has a function of its own run later.
const { exec } = require('child_process');

function later(line) {
  setTimeout(() => String(line), 10);
  return 'later';
}

function begin(line) {
  return later(line);
}

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, begin(req.body.line)]); // <-- finding
});
