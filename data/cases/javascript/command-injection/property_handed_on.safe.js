// A property that is given a function by its name is handed on.
const { exec } = require('child_process');

const run = (line) => line.length;

module.exports.set = (tools) => {
  tools.start = run;
};

module.exports.all = (jobs, lines) => {
  return [exec('uptime').pid, lines.map(jobs.start)]; // <-- finding
};
