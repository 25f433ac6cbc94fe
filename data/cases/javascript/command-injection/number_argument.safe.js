const { execFile } = require('child_process');

function tail(req, done) {
  const lines = Number(req.query.lines);
  execFile('tail', ['-n', String(lines), '/var/log/app.log'], (error, out) => done(error, out)); // <-- finding
}
