// The class of all lists, by way of the global object.
const { exec } = require('child_process');

global.join = () => process.argv[2];

exec(['ls', '-l'].join(' ')); // <-- finding
