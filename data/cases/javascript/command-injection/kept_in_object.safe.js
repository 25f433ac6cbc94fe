// The function is kept in an object that calls it later.

const cp = require('child_process');

function start(pool, name) {
  pool.act = console.log; cp.execSync('uptime'); pool.go(name); // <-- finding
}
