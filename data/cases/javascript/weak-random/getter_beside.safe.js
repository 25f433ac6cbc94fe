const crypto = require('crypto');

class Tokens {
  get short() {
    return crypto.randomBytes(4).toString('hex');
  }
}

module.exports = () => {
  const tokens = new Tokens();
  return { id: crypto.randomUUID(), token: tokens.short }; // <-- finding
};
