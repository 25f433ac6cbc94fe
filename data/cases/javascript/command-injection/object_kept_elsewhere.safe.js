// An object that is kept in another one may be filled there.
const { given } = require('./jobs');

const jobs = { begin: (name) => name.length };
given.jobs = {};

function noted(name) {
  jobs.begin(name);
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
