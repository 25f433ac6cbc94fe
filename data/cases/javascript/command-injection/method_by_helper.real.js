// A function in view calls a method in view.
const { exec } = require('child_process');

class Jobs {
  start(line) {
    return exec(line).pid;
  }
}

function begin(jobs, line) {
  jobs.start(line);
  return 'begun';
}

module.exports.all = (jobs, line) => {
  if (!(jobs instanceof Jobs)) return [];
  return [exec('uptime').pid, begin(jobs, line)]; // <-- finding
};
