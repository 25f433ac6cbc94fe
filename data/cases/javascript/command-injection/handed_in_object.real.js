// The function stands in an object that is given to somebody who calls it.

const cp = require('child_process');

function start(pool, name) {
  return [cp.execSync('uptime'), pool.go({ act: cp.exec, name })]; // <-- finding
}
