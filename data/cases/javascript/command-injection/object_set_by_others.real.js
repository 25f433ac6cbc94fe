// An object is another one as soon as somebody sets it.
const { audit } = require('./audit');

let jobs = {
  begin(name) {
    return name.length;
  },
};

exports.set = (given) => {
  jobs = given;
};

function noted(name) {
  jobs.begin(name);
  return 'noted';
}

function start(name) {
  return 'ls ' + noted(name); // <-- finding
}
