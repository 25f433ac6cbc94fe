const crypto = require('crypto');

class Tokens {
  get short() {
    return Math.random().toString(36).slice(2);
  }
}

module.exports = () => {
  const tokens = new Tokens();
  return { id: crypto.randomUUID(), token: tokens.short }; // <-- finding
};
