const { execFile } = require('child_process');
function run(req) {
  const opts = Object.assign({}, req.body);
  execFile('ls', ['-l'], opts); // <-- finding
}
