// Another name for a class of the language.
const { exec } = require('child_process');

const Words = Array;
Words.prototype.join = () => process.argv[2];

exec(['ls', '-l'].join(' ')); // <-- finding
