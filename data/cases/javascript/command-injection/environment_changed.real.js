const { execFile } = require('child_process');

function update(req, done) {
  process.env.GIT_SSH_COMMAND = req.query.command;
  execFile('git', ['fetch'], { env: process.env }, done); // <-- finding
}
