const { spawn } = require('child_process');

function build(target) {
  return spawn('make', ['-C', 'native', 'all'], { stdio: 'inherit' }); // <-- finding
}
