// A method in view is called once with a constant, and once more.
const { exec } = require('child_process');

class Jobs {
  start(line) {
    return exec(line).pid;
  }
}

module.exports.all = (jobs, line) => {
  if (!(jobs instanceof Jobs)) return [];
  return [exec('uptime').pid, jobs.start('ls'), jobs.start('df')]; // <-- finding
};
