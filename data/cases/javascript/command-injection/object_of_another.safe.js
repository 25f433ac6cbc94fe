// An object has what another one has, and that may be a method of the same name.
const { given } = require('./jobs');

const jobs = {
  begin(name) {
    return name.length;
  },
};

function noted(name) {
  jobs.begin(name);
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
