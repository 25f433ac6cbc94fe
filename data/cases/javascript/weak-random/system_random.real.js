const crypto = require('crypto');

function token() {
  return Math.random().toString(36); // <-- finding
}
