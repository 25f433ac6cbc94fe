// A property by a name that is not known may be one that runs a command.
const { exec } = require('child_process');

class Job {
  get start() {
    return exec(process.env.LINE).pid;
  }
}

module.exports.all = (jobs, name) => {
  if (!(jobs instanceof Job)) return [];
  return [exec('uptime').pid, jobs[name]]; // <-- finding
};
