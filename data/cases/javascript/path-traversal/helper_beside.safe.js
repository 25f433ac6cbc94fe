const fs = require('fs');
const { load } = require('./files');

module.exports = (req, res) => {
  res.send([fs.readFileSync('/srv/head.html', 'utf8'), load('start')].join('')); // <-- finding
};
