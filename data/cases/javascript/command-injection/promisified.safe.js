const { exec } = require('child_process');
const { promisify } = require('util');

const run = promisify(exec);

async function load(req) {
  const { stdout } = await run('uptime'); // <-- finding
  return stdout;
}
