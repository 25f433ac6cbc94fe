const fs = require('fs');

exports.show = (req, res) => {
  res.end(fs.readFileSync(require.resolve('./messages.json'), 'utf8')); // <-- finding
};
