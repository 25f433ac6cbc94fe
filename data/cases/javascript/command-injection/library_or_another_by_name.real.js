// A property is given one of two functions by its name.
const { exec } = require('child_process');

const run = process.env.DRY ? String : exec;

module.exports.set = (tools) => {
  tools.start = run;
};

module.exports.all = (jobs, line) => {
  return [exec('uptime').pid, jobs.start(line)]; // <-- finding
};
