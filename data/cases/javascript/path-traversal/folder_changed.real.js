const fs = require('fs');

module.exports = (req) => {
  process.chdir(req.query.folder);
  return fs.readFileSync('settings.json'); // <-- finding
};
