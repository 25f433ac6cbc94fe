// A class that derives from one that derives from one out of sight hands on what it is made of.
const { Task } = require('./task');

class Job extends Task {}
class Backup extends Job {}

function noted(name) {
  new Backup(name, 'ls');
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
