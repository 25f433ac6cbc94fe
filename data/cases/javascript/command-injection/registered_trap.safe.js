// Any property of an object that a request holds may be answered by a handler.

const { execSync } = require('child_process');
const { tools } = require('./tools');

tools.declare((folder) => new Proxy({}, {
  get(none, tool) {
    return execSync('du /srv');
  },
}));

module.exports = (req, res) => {
  res.json({ up: execSync('uptime'), used: req.tools.du }); // <-- finding
};
