const fs = require('fs');

module.exports = (req) => {
  process.chdir('/srv');
  return fs.readFileSync('settings.json'); // <-- finding
};
