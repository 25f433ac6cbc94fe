// Another function of the file chooses the folder whose scripts are run.
const { exec } = require('child_process');

function configure(req, res) {
  process.chdir(req.body.folder);
  res.end();
}

function run(req, res) {
  exec('npm run build', (error, out) => res.send(out)); // <-- finding
}

module.exports = { configure, run };
