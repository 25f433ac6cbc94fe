// A pattern has an `exec` that looks for it in a text.
const VERSION = require('child_process');

function parts(req) {
  return VERSION.exec(req.query.version); // <-- finding
}
