const { spawn } = require('child_process');

function convert(req) {
  const width = Number(req.body.width);
  const options = { shell: false };
  return spawn('convert', ['in.png', '-resize', `${width}`, 'out.png'], options); // <-- finding
}
