// The name stands in the code that is sent.
const pug = require('pug');

function client(name) {
  return pug.compileClient('p welcome', { name }); // <-- finding
}
