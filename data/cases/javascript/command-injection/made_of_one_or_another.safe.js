// A class that derives from one in view or from one out of sight.
const { Task } = require('./task');

class Plain {
  constructor(name, line) {
    this.name = name;
  }
}

const Base = process.env.PLAIN ? Plain : Task;

class Job extends Base {}

function noted(name) {
  new Job(name, 'ls');
  return 'noted';
}

function start(name) {
  return 'ls ' + noted('backup'); // <-- finding
}
