// The constructor of a derived class hands on what an object is made of.
const { audit } = require('./audit');

class Task {
  constructor(name) {
    this.name = name;
  }
}

class Job extends Task {
  constructor(name, line) {
    super(name);
    audit(name, line);
  }
}

function noted(name) {
  new Job(name, 'ls');
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
