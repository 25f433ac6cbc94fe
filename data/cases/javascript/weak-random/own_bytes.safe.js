// An identifier is as random as the bytes that it is given.
const { v4 } = require('uuid');

function token(random) {
  return v4(); // <-- finding
}
