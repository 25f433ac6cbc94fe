const { exec } = require('child_process');

exec('git rev-parse ' + process.argv[2], (error, stdout) => { // <-- finding
  console.log(stdout);
});
