// On Windows the names of POSIX may hold backslashes, which lead out.
const fs = require('fs');
const path = require('path');

function file(name) {
  return fs.readFileSync('C:/shop/' + path.posix.basename(name)); // <-- finding
}
