// A function that is given names sets what all lists have.
const { exec } = require('child_process');

function install(name, method) {
  Array.prototype[name] = method;
}

install('join', () => process.argv[2]);

function run(req, res) {
  exec(['ls', '-l'].join(' ')); // <-- finding
  res.end();
}

module.exports = { run };
