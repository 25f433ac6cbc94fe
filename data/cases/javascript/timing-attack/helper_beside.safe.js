const crypto = require('crypto');
const { same } = require('./comparing');

module.exports = (a, b, req) =>
  crypto.timingSafeEqual(a, b) && same('first', 'second'); // <-- finding
