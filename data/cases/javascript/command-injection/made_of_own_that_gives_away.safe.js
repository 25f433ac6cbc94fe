// The class that an object's class derives from hands on what it is made of.
const { audit } = require('./audit');

class Task {
  constructor(name, line) {
    audit(name, line);
  }
}

class Job extends Task {}

function noted(name) {
  new Job(name, 'ls');
  return 'noted';
}

function start(name) {
  return 'ls ' + noted('backup'); // <-- finding
}
