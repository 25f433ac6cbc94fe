// A function inside of one in view has every line of a list run.
const { exec } = require('child_process');

function begin(groups) {
  groups.forEach((lines) => lines.forEach(exec));
  return 'begun';
}

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, begin(req.body.groups)]); // <-- finding
});
