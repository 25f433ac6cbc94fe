// Which of both compares, a setting says.
const { timingSafeEqual } = require('crypto');

const plain = (one, other) => one === other;
const same = timingSafeEqual;
module.exports = (given, expected) => same(given, expected); // <-- finding
