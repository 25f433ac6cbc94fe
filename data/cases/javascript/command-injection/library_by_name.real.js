// A property is given a library's function by another name.
const { exec: run } = require('child_process');
const { exec } = require('child_process');

module.exports.set = (tools) => {
  tools.start = run;
};

module.exports.all = (jobs, line) => {
  return [exec('uptime').pid, jobs.start(line)]; // <-- finding
};
