// A method of an object that is not known is handed on.
const { exec } = require('child_process');

module.exports.all = (jobs, lines) => {
  if (!(jobs instanceof Jobs)) return [];
  return [exec('uptime').pid, lines.map(jobs.start)]; // <-- finding
};

class Jobs {
  start(line) {
    return exec(line).pid;
  }
}
