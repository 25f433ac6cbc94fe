const { exec } = require('child_process');

module.exports = function service(req, done) {
  const line = req.query.action === 'stop' ? 'systemctl stop shop' : 'systemctl start shop';
  exec(line, done); // <-- finding
};
