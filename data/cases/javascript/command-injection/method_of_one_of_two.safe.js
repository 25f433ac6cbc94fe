// A function in view calls a method of one of two objects.
const { exec } = require('child_process');

class Jobs {
  start(line) {
    return line.length;
  }
}

const sizes = { start: String };

function begin(jobs, line) {
  if (!(jobs instanceof Jobs)) return 'none';
  (line ? sizes : jobs).start(line);
  return 'begun';
}

module.exports.all = (jobs, line) => {
  return [exec('uptime').pid, begin(jobs, line)]; // <-- finding
};
