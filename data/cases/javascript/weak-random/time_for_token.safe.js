const crypto = require('crypto');

module.exports = () => {
  return { id: crypto.randomUUID(), at: Date.now().toString(36) }; // <-- finding
};
