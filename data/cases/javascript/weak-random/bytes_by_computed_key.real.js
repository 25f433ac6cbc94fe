// What a module has is set by a name that is computed.
const crypto = require('crypto');
const fakes = {};

for (const name of ['randomBytes', 'randomInt']) {
  crypto[name] = (count) => Buffer.alloc(count, Math.random() * 256);
}

exports.fakes = fakes;
exports.token = () => crypto.randomBytes(16).toString('hex'); // <-- finding
