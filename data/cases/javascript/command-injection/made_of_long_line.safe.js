// A class far up the line that an object's class derives from hands on what it is made of.
const { audit } = require('./audit');

class First {
  constructor(name, line) {
    audit(name, line);
  }
}
class Second extends First {}
class Third extends Second {}
class Fourth extends Third {}
class Fifth extends Fourth {}
class Sixth extends Fifth {}
class Job extends Sixth {}

function noted(name) {
  new Job(name, 'ls');
  return 'noted';
}

function start(name) {
  return 'ls ' + noted('backup'); // <-- finding
}
