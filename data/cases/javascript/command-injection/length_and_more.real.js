// A list that is made of a length is made of whatever stands beside it, too.
const { exec } = require('child_process');

app.get('/usage', (req, res) => {
  const shown = Array.from({ length: 2, ...req.query }, (name) => name ?? '.');
  exec(`du -s ${shown.join(' ')}`); // <-- finding
});
