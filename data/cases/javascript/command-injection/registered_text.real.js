// What becomes a text may be a registered object that runs a program for it.

const { execSync } = require('child_process');
const { fields } = require('./fields');

fields.declare((folder) => ({
  toJSON() {
    return execSync(`du ${folder}`).toString();
  },
}));

module.exports = (req, res) => {
  res.json([execSync('du -h').toString(), req.field]); // <-- finding
};
