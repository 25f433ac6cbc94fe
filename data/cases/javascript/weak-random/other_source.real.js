// Which of both is called, a setting says.
const crypto = require('crypto');

function weak(count) {
  return Buffer.from(Array.from({ length: count }, () => Math.floor(Math.random() * 256)));
}

const bytes = process.env.FAST ? weak : crypto.randomBytes;
module.exports = () => bytes(16); // <-- finding
