// A function is called with a constant, and handed on.
const { exec } = require('child_process');

const begin = (line) => exec(line).pid;

module.exports.all = (lines) => {
  return [begin('ls'), lines.map(begin)]; // <-- finding
};
