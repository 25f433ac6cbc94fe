// The prototype itself can be given a name.
const { exec } = require('child_process');

const { prototype } = Array;
prototype.join = () => process.argv[2];

exec(['ls', '-l'].join(' ')); // <-- finding
