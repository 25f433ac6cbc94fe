const perform = require('./tools');
function f(req) {
  perform("ls", req.query.x); // <-- finding
}
