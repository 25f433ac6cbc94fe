// The class of all lists, by way of the global object.
const { exec } = require('child_process');

global.Array.prototype.join = () => process.argv[2];

exec(['ls', '-l'].join(' ')); // <-- finding
