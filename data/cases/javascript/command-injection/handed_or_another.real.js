// The function is called where nothing else is given.

const cp = require('child_process');

function start(names, act) {
  return [cp.execSync('uptime'), names.forEach(act || cp.exec)]; // <-- finding
}
