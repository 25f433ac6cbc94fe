// A tag is called with what stands in its text, whoever reads it later.
const { exec } = require('child_process');

module.exports = (req, res) => {
  const folders = ['/srv/data'];
  const note = (parts, list) => list.push(req.query.name);
  console.log(`folders: ${folders}`);
  const line = () => `du -s ${folders.join(' ')}`;
  exec(line()); // <-- finding
};
