// A method in view has every line of a list run.
const { exec } = require('child_process');

class Jobs {
  start(lines) {
    lines.forEach(exec);
    return 'begun';
  }
}

module.exports.all = (jobs, lines) => {
  if (!(jobs instanceof Jobs)) return [];
  return [exec('uptime').pid, jobs.start(lines)]; // <-- finding
};
