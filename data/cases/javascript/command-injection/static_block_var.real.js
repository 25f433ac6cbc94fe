// `var` does not leave a static block.
const { exec } = require('child_process');

const line = 'uptime';

class Boot {
  static {
    var line = process.argv[2];
    exec(line); // <-- finding
  }
}
