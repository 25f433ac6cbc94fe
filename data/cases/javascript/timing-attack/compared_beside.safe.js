// The first comparison ends at the first letter that differs.
const { timingSafeEqual } = require('crypto');

function check(given, expected) {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected)); // <-- finding
}
