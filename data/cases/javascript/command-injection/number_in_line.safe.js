const cp = require('child_process');

function kill(req) {
  const pid = parseInt(req.query.pid, 10);
  cp.execSync(`kill -9 ${pid}`); // <-- finding
}
