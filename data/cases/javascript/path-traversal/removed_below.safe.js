const fs = require('fs');
const path = require('path');

module.exports = (req, res) => {
  const file = path.resolve('/srv/uploads', req.params.name);
  if (!file.startsWith('/srv/uploads/')) return res.end();
  fs.rmSync(file, { recursive: true }); // <-- finding
  res.end();
};
