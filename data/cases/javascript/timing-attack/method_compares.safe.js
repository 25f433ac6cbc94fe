// A method in view compares a secret.
const crypto = require('crypto');

class Guard {
  opens(token) {
    return token.length === 8;
  }
}

module.exports.check = (guard, given, known, token) => {
  if (!(guard instanceof Guard)) return false;
  return crypto.timingSafeEqual(given, known) && guard.opens(token); // <-- finding
};
