// The function compares letter by letter.
const { isEqual, isFinite } = require('lodash');

function check(given, expected) {
  const same = given !== undefined && isEqual(given, expected); // <-- finding
  return same;
}
