const { execFile } = require('child_process');
function run(req) {
  const opts = { timeout: 1000 };
  execFile('ls', ['-l'], opts); // <-- finding
}
