// Making an object hands what it is given to code out of sight.
const { audit } = require('./audit');

class Job {
  constructor(line, name) {
    audit(line, name);
  }
}

function noted(name) {
  new Job(name, 'ls');
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
