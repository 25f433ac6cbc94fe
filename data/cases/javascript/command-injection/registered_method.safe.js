// An object that a request holds may be of a class that the file only registers.

const { exec } = require('child_process');
const { container } = require('./container');

class Mirror {
  constructor(folder) {
    this.folder = folder;
  }

  refresh() {
    exec('git pull');
  }
}

container.bind('mirror', (settings) => new Mirror(settings.folder));

module.exports = (req, res) => {
  exec('uptime', (error, out) => res.end(out)); req.scope.mirror.refresh(); // <-- finding
};
