// A function in view makes an object, and making it has a function run later.
const { exec } = require('child_process');

class Job {
  constructor(line) {
    setTimeout(() => String(line), 10);
  }
}

function begin(line) {
  return new Job(line);
}

module.exports.all = (line) => {
  return [exec('uptime').pid, begin(line)]; // <-- finding
};
