const crypto = require('crypto');
function sum(data) {
  const h = crypto.createHash('md5');
  h.update(data);
  return h.digest('hex'); // <-- finding
}
