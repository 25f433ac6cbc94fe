const vm = require('vm');

function read(req) {
  return JSON.parse(req.body.text); // <-- finding
}
