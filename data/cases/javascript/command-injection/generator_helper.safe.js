// The body of a generator is not followed, so what it runs is not known.
const { exec } = require('child_process');

function* steps(line) {
  exec(line);
  yield 'done';
}

app.post('/run', (req, res) => {
  const all = ['start', ...steps('uptime')]; // <-- finding
  res.json(all);
});
