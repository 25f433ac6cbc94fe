// What is gone through may be a registered object that runs a program for each of its items.

const { execSync } = require('child_process');
const { lists } = require('./lists');

class Disks {
  *[Symbol.iterator]() {
    for (const disk of this.disks) {
      yield execSync(`df ${disk}`);
    }
  }
}

lists.declare(Disks);

module.exports = (req, res) => {
  res.json([execSync('df -h'), ...req.disks]); // <-- finding
};
