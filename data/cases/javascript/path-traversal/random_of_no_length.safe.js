// No bytes at all are written as nothing: the path is that of the folder itself.
const fs = require('fs');
const path = require('path');
const crypto = require('crypto');

exports.reset = (req, res) => {
  const name = crypto.randomBytes(16).toString('hex');
  fs.rmSync(path.join('/srv/sessions', name), { recursive: true, force: true }); // <-- finding
  res.end();
};
