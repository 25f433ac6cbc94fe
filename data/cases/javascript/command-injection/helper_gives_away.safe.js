// A function in view hands what it is given to code out of sight.

const jobs = require('./jobs');

function start(line, folder) {
  jobs.begin(line, folder);
}

function show(name) {
  start('-l', 'ls'); // <-- finding
}
