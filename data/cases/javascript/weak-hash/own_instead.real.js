// What another file of the program makes in place of the digest may be a weak one.

const crypto = require('crypto');
const { sealed } = require('./passwords');

module.exports = (password, version) =>
  version < 2 ? sealed(password) : crypto.createHash('sha512').update(password).digest('hex'); // <-- finding
