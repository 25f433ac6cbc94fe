// An object becomes a text by a method in view.
const { exec } = require('child_process');

module.exports.all = (job) => {
  if (!(job instanceof Job)) return [];
  return [exec('uptime').pid, String(job)]; // <-- finding
};

class Job {
  toString() {
    return exec(process.env.LINE).pid;
  }
}
