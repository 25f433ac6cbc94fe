// What is read of an object that a request holds may be a getter of a registered one.

const { execSync } = require('child_process');
const { plugins } = require('./plugins');

plugins.declare({
  get load() {
    return execSync(`uptime ${this.flags}`);
  },
});

module.exports = (req, res) => {
  res.json({ since: execSync('uptime -s'), load: req.plugin.load }); // <-- finding
};
