// What an object is gone through by is a function with a name of its own.

const { execSync } = require('child_process');
const { lists } = require('./lists');

function* sizes() {
  yield execSync('df /srv');
}

lists.declare({ [Symbol.iterator]: sizes });

module.exports = (req, res) => {
  res.json([execSync('df -h'), ...req.disks]); // <-- finding
};
