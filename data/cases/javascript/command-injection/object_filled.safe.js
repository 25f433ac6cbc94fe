// An object is given what another one has.
const { given } = require('./jobs');

const jobs = { begin: (name) => name.length };
Object.assign({}, given);

function noted(name) {
  jobs.begin(name);
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
