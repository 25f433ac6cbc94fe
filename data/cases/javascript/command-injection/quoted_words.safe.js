const { exec } = require('child_process');
const quote = require('shell-quote').quote;

function show(req, done) {
  exec('ls -l ' + quote([String(req.query.folder)]), (error, out) => done(error, out)); // <-- finding
}
