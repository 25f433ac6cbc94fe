// A property is given one of two functions by its name.
const { exec } = require('child_process');

const run = process.env.RUN ? exec : String;

module.exports.set = (tools) => {
  tools.start = run;
};

module.exports.all = (jobs, line) => {
  return [exec('uptime').pid, jobs.start(line)]; // <-- finding
};
