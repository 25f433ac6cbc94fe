// What a class without a name does when it is made is not seen.

const { execFileSync } = require('child_process');
const { start } = require('./jobs');

module.exports = (req) => [execFileSync('uptime'), class { job = 'none'; }]; // <-- finding
