// A method in view has the name of one that an object made elsewhere has.
const { made } = require('./jobs');

const sizes = {
  begin(name) {
    return name.length;
  },
};

const jobs = { begin: (name) => name.length };

function noted(name) {
  jobs.begin(name);
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
