const { exec } = require('child_process');

module.exports = function service(req, done) {
  const line = req.query.action === 'stop' ? 'systemctl stop shop' : `systemctl ${req.query.action} shop`;
  exec(line, done); // <-- finding
};
