const fs = require('fs');

module.exports = async (req) => [fs.readFileSync('/srv/a.txt'), await import('./plugin.js')]; // <-- finding
