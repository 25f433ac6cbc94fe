const crypto = require('crypto');
const { same } = require('./comparing');

module.exports = (a, b, req) =>
  crypto.timingSafeEqual(a, b) && same(req.headers.token, process.env.TOKEN); // <-- finding
