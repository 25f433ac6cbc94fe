// The name of the variable is the head of a function.
const dot = require('dot');

function page(name) {
  return dot.template('<p>welcome</p>', { varname: name }); // <-- finding
}
