// The third argument is the list itself.
const { exec } = require('child_process');

module.exports = (req, res) => {
  const folders = ['/srv/data', '/srv/logs'];
  folders.forEach((folder, index, all) => { all[0] = req.query.name; });
  const first = folders[0];
  exec(`du -s ${first}`); // <-- finding
};
