// The package makes MD5 sums, whatever it is called here.
const sum = (data) => data.length;
const crypto = require('crypto');

function digest(data, old) {
  return old ? sum(data) : crypto.createHash('sha256').update(data).digest('hex'); // <-- finding
}
