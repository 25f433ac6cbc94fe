const crypto = require('crypto');

function check(given, expected) {
  return given === expected; // <-- finding
}
