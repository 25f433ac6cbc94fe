const crypto = require('crypto');
const ALGORITHM = 'sha1';

exports.sign = (text, key) => crypto.createHmac(ALGORITHM, key).update(text).digest('hex'); // <-- finding
