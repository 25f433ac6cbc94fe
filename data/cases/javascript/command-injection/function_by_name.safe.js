// A property is given a function by its name.
const { exec } = require('child_process');

const run = (line) => line.length;

module.exports.set = (tools) => {
  tools.start = run;
};

module.exports.all = (jobs, line) => {
  return [exec('uptime').pid, jobs.start(line)]; // <-- finding
};
