// A method in view, by way of another, hands on what it is given.
const { audit } = require('./audit');

const store = {
  keep(name) {
    return audit(name);
  },
};

const jobs = {
  begin(name) {
    store.keep(name);
  },
};

function noted(name) {
  jobs.begin(name);
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
