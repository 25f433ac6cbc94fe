// The second of two statements of a line compares an object, as a text.
const { exec } = require('child_process');

class Job {
  toString() {
    return process.env.LINE;
  }
}

module.exports.all = (jobs, job) => {
  if (!(job instanceof Job)) return;
  exec('uptime'); jobs.ready = job == 'ls'; // <-- finding
};
