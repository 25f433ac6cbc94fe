// The function is kept in an object that calls it later.

const cp = require('child_process');

function start(pool, name) {
  pool.act = cp.exec; cp.execSync('uptime'); pool.go(name); // <-- finding
}
