// A class that derives from one out of sight hands on what it is made of.
const { Task } = require('./task');

class Job extends Task {}

function noted(name) {
  new Job(name, 'ls');
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
