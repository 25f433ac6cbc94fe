// Whoever runs functions for others takes the function behind other arguments.

const cp = require('child_process');

function start(pool, name) {
  return [cp.execSync('uptime'), pool.go(name, cp.exec)]; // <-- finding
}
