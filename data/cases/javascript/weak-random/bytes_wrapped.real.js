// A library puts another function in the place of one of a module.
const crypto = require('crypto');
const shimmer = require('shimmer');

shimmer.wrap(crypto, 'randomBytes', () => (count) => Buffer.alloc(count, Math.random() * 256));

exports.token = () => crypto.randomBytes(16).toString('hex'); // <-- finding
