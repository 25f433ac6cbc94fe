// A function in view has every line of a list run.
const { exec } = require('child_process');

function begin(lines) {
  lines.forEach(String);
  return 'begun';
}

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, begin(req.body.lines)]); // <-- finding
});
