const path = require('path'); const fs = require('fs');
function read(req) {
  return fs.readFileSync('/srv/' + path.basename(req.query.d) + '/' + path.basename(req.query.f)); // <-- finding
}
