// `."./` has no two dots in a row before the quotes are taken out.
const fs = require('fs');
const path = require('path');

exports.send = (req, res) => {
  const name = req.query.name;
  if (/\.\./.test(name)) return res.sendStatus(400);
  const clean = name.replace(/["]/g, '_');
  fs.createReadStream(path.join('/srv/files', clean)).pipe(res); // <-- finding
};
