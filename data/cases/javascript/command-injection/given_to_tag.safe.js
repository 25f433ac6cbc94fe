// A tag is called with what stands in its text.
const { exec } = require('child_process');

module.exports = (req, res) => {
  const folders = ['/srv/data'];
  const note = (parts, list) => log(parts);
  note`folders: ${folders.length}`;
  const all = folders.join(' ');
  exec(`du -s ${all}`); // <-- finding
};
