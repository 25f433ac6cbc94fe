const { execFile } = require('child_process');

function update(req, done) {
  execFile('git', ['fetch'], { env: process.env }, done); // <-- finding
}
