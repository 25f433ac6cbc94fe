const { exec } = require('child_process');

exec('git rev-parse HEAD', (error, stdout) => { // <-- finding
  console.log(stdout);
});
