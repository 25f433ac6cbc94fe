// A method in view never comes back; another function is handed on beside it.
const { exec } = require('child_process');

class Jobs {
  fail(line) {
    throw new Error(line);
  }
}

function run(line) {
  String(line);
}

module.exports.all = (jobs, lines) => {
  return [exec('uptime').pid, jobs.fail('none'), lines.map(run)]; // <-- finding
};
