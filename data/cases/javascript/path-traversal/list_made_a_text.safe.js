// A list is asked for an item that is `..`; as a text it is all of its items.
const fs = require('fs');
const path = require('path');

exports.send = (req, res) => {
  const name = req.query.name;
  if (name.includes('..')) return res.sendStatus(400);
  fs.createReadStream(path.join('/srv/files', name)).pipe(res); // <-- finding
};
