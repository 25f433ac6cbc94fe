// A list is asked for an item that is `..`; its first one may climb further.
const fs = require('fs');
const path = require('path');

exports.send = (req, res) => {
  const name = req.query.name;
  if (name.includes('..')) return res.sendStatus(400);
  const [first] = [name];
  fs.createReadStream(path.join('/srv/files', first)).pipe(res); // <-- finding
};
