// Either of both may be the digest.
const crypto = require('crypto');

function digest(data, old) {
  return old ? crypto.hash('md5', data) : crypto.createHash('sha256').update(data).digest('hex'); // <-- finding
}
