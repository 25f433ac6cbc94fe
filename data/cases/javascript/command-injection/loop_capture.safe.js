const { exec } = require('child_process');

function all(names) {
  for (const command of ['uptime', 'df -h']) {
    exec(command, () => {}); // <-- finding
  }
}
