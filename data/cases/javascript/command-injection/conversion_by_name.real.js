// What makes a text of an object is a function with a name of its own.

const { execSync } = require('child_process');
const { fields } = require('./fields');

function measured() {
  return execSync(`du ${this.folder}`).toString();
}

fields.declare({ toJSON: measured });

module.exports = (req, res) => {
  res.json([execSync('du -h').toString(), req.field]); // <-- finding
};
