// Of an object `quote` makes operators, and leaves their newlines as they are (CVE-2026-9277).
const { exec } = require('child_process');
const { quote } = require('shell-quote');

app.get('/list', (req, res) => {
  const folder = String(req.query.folder);
  exec('ls -l ' + quote([folder]), (error, out) => res.send(out)); // <-- finding
});
