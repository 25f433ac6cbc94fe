// Random bytes in hexadecimal digits are a name; what is put behind them may lead elsewhere.
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

app.post('/files', (req, res) => {
  const name = crypto.randomBytes(16).toString('hex');
  req.pipe(fs.createWriteStream(path.join('/srv/files', name))).on('finish', () => res.end()); // <-- finding
});
