const perform = require('./tools');
function f(req) {
  perform("ls", "-l"); // <-- finding
}
