// What is added is not constant, either.
const { exec } = require('child_process');

app.post('/run', (req, res) => {
  process.env.NODE_OPTIONS = '--no-warnings';
  exec('node report.js', (error, out) => res.send(out)); // <-- finding
});
