// Every list leads to what all lists have.
const { exec } = require('child_process');

Object.getPrototypeOf([]).join = () => process.argv[2];

exec(['ls', '-l'].join(' ')); // <-- finding
