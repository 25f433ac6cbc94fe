// Another function of the file sets what programs are run with.
const { exec } = require('child_process');

function configure(req, res) {
  res.json({ set: process.env.LD_PRELOAD === req.body.library });
  res.end();
}

function run(req, res) {
  exec('uptime', (error, out) => res.send(out)); // <-- finding
}

module.exports = { configure, run };
