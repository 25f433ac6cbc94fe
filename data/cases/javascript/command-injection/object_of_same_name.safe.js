// A function has an object of its own, of the name of one that is in view.
const { made } = require('./jobs');

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
