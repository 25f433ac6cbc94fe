// The method is a function that something is made of.

const { exec } = require('child_process');
const { limited } = require('./limits');
const { mirrors } = require('./mirrors');

mirrors.declare({
  refresh: limited(() => exec(`git -C ${mirrors.folder} pull`)),
});

module.exports = (req, res) => {
  exec('uptime', () => res.end()); req.mirror.refresh(); // <-- finding
};
