const fs = require('fs');

module.exports = (req, res) => {
  const name = req.params.name;
  if (!/^[a-z]*$/.test(name)) return res.end();
  fs.rm(`/srv/uploads/${name}`, { recursive: true }, () => res.end()); // <-- finding
};
