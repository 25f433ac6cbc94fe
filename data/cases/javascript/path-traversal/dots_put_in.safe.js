// The dots are put in behind the question.
const fs = require('fs');
const path = require('path');

exports.send = (req, res) => {
  const name = req.query.name;
  if (/\.\./.test(name)) return res.sendStatus(400);
  fs.createReadStream(path.join('/srv/files', name.replace(/[+]/g, '-'))).pipe(res); // <-- finding
};
