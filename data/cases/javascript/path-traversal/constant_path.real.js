const fs = require('fs');

const config = fs.readFileSync(process.argv[2], 'utf8'); // <-- finding
module.exports = JSON.parse(config);
