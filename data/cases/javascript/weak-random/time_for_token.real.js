const crypto = require('crypto');

module.exports = () => {
  return crypto.randomUUID ? crypto.randomUUID() : Date.now().toString(36); // <-- finding
};
