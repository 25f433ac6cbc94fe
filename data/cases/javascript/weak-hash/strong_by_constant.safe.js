const crypto = require('crypto');
const ALGORITHM = 'sha512';

exports.sign = (text, key) => crypto.createHmac(ALGORITHM, key).update(text).digest('hex'); // <-- finding
