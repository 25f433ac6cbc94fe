const path = require('path'); const fs = require('fs');
function read(req) {
  return fs.readFileSync('/srv/' + 'd/' + path.basename(req.query.f)); // <-- finding
}
