const cp = require('child_process');

function kill(req) {
  const pid = req.query.pid;
  cp.execSync(`kill -9 ${pid}`); // <-- finding
}
