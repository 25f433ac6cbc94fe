// A function in view has a line run later.
const { exec } = require('child_process');

function later(line) {
  setTimeout(exec, 10, line);
  return 'later';
}

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, later(req.body.line)]); // <-- finding
});
