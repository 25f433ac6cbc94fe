const fs = require('fs');

const config = fs.readFileSync('/etc/app/config.json', 'utf8'); // <-- finding
module.exports = JSON.parse(config);
