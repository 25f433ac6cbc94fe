// Making an object of a derived class runs what the class above does.
const { exec } = require('child_process');

class Task {
  constructor() {
    exec('df');
  }
}

class Nightly extends Task {}

module.exports.all = () => {
  return [exec('uptime').pid, new Nightly()]; // <-- finding
};
