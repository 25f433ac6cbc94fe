// A method in view runs as far as somebody goes through what it gives.
const { exec } = require('child_process');

class Jobs {
  *start(line) {
    yield exec(line).pid;
  }
}

module.exports.all = (jobs, line) => {
  if (!(jobs instanceof Jobs)) return [];
  return [exec('uptime').pid, ...jobs.start(line)]; // <-- finding
};
