const fs = require('fs');
const path = require('path');

module.exports = (req, res) => {
  // Of '...' nothing is left, and the folder of all uploads is removed.
  const name = req.params.name.replace(/[^a-z0-9]/g, '');
  fs.rmSync(path.join('/srv/uploads', name), { recursive: true }); // <-- finding
  res.end();
};
