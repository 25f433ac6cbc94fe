// What is added is not constant, either.
const { exec } = require('child_process');

app.post('/run', (req, res) => {
  process.env.NODE_OPTIONS += ' ' + req.body.flags;
  exec('node report.js', (error, out) => res.send(out)); // <-- finding
});
