// The digest is as long as is said: perhaps nothing.
const fs = require('fs');
const path = require('path');
const crypto = require('crypto');

exports.reset = (req, res) => {
  const name = crypto.createHash('shake128').update(req.ip).digest('hex');
  fs.rmSync(path.join('/srv/sessions', name), { recursive: true, force: true }); // <-- finding
  res.end();
};
