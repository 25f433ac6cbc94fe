// What was sent is no function: its `shell` runs the line.
const { exec } = require('child_process');

module.exports = function service(req, done) {
  exec('systemctl stop shop', done); // <-- finding
};
