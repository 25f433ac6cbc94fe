const { exec } = require('child_process');

function all(names) {
  for (const command of names) {
    exec(command, () => {}); // <-- finding
  }
}
