const vm = require('vm');

function read(req) {
  return JSON.parse(req.body.text, (key, value) => (key === 'run' ? vm.runInThisContext(value) : value)); // <-- finding
}
