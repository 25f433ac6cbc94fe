// A module is given a function along with others.
const crypto = require('crypto');
const create = crypto.createHash;
const legacy = {};

Object.assign(legacy, { createHash: () => create('md5') });

exports.legacy = legacy;
exports.digest = (text) => crypto.createHash('sha256').update(text).digest('hex'); // <-- finding
