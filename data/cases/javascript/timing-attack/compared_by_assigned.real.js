// A module is given a function along with others.
const crypto = require('crypto');
const fakes = {};

Object.assign(crypto, { timingSafeEqual: (one, other) => one.toString() === other.toString() });

exports.fakes = fakes;
exports.isToken = (given, token) => crypto.timingSafeEqual(given, token); // <-- finding
