// What `promisify` gives may be told by the function itself.
const { execFile } = require('child_process');
const { promisify } = require('util');

const run = promisify(execFile);

run('uptime').then(({ stdout }) => console.log(stdout)); // <-- finding
