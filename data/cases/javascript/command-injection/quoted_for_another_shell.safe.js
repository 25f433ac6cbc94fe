// Single quotes mean nothing to cmd.exe.
const { exec } = require('child_process');
const { quote } = require('shell-quote');

app.get('/list', (req, res) => {
  const line = 'echo ' + quote([String(req.query.text)]);
  exec(line, { shell: '/bin/bash' }, (error, out) => res.send(out)); // <-- finding
});
