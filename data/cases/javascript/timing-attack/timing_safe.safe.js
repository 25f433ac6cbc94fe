const crypto = require('crypto');

function check(given, expected) {
  return crypto.timingSafeEqual(Buffer.from(given), Buffer.from(expected)); // <-- finding
}
