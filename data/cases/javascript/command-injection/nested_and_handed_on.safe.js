// A function with another inside is called with a constant, and handed on.
const { exec } = require('child_process');

function begin(line) {
  setTimeout(() => exec('df'), 10);
  return exec(line).pid;
}

module.exports.all = (lines) => {
  return [begin('ls'), lines.map(String)]; // <-- finding
};
