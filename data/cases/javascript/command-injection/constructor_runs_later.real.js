// Making an object has a function run later.
const { exec } = require('child_process');

class Job {
  constructor(line) {
    setTimeout(() => exec(line), 10);
  }
}

module.exports.all = (line) => {
  return [exec('uptime').pid, new Job(line)]; // <-- finding
};
