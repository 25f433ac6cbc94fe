const crypto = require('crypto');
function sum(data) {
  const h = crypto.createHash('sha256');
  h.update(data);
  return h.digest('hex'); // <-- finding
}
