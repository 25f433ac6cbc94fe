// A method in view hands on what it is given.
const { audit } = require('./audit');

const jobs = {
  begin(name) {
    audit(name);
  },
};

function noted(name) {
  jobs.begin(name);
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
