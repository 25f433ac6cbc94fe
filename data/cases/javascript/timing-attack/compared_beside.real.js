// The first comparison ends at the first letter that differs.
const { timingSafeEqual } = require('crypto');

function check(given, expected) {
  return given === expected || timingSafeEqual(Buffer.from(given), Buffer.from(expected)); // <-- finding
}
