// A text that is no JSON is run.
const vm = require('vm');

function read(text, strict) {
  return strict ? JSON.parse(text) : vm.runInThisContext(`(${text})`); // <-- finding
}
