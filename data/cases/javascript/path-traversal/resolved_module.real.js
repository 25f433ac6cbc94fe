const fs = require('fs');

exports.show = (req, res) => {
  res.end(fs.readFileSync(require.resolve(req.query.file), 'utf8')); // <-- finding
};
