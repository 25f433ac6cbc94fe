// The prototype itself can be given a name.
const { exec } = require('child_process');

const prototype = {};
prototype.say = () => process.argv[2];

exec(['ls', '-l'].join(' ')); // <-- finding
