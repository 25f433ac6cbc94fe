const { exec } = require('child_process');
const config = { cmd: 'df -h' };

function show() {
  exec(config.cmd, () => {}); // <-- finding
}
exports.show = show;
