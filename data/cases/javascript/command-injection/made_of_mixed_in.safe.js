// A class that derives from what a function gives hands on what it is made of.
const { mixed } = require('./task');

class Job extends mixed(Object) {}

function noted(name) {
  new Job(name, 'ls');
  return 'noted';
}

function start(name) {
  return 'ls ' + noted('backup'); // <-- finding
}
