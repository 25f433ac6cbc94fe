// How many folders the checked part has is not known.
const fs = require('fs');
const path = require('path');

app.get('/files', (req, res) => {
  const folder = path.resolve('/srv/files', req.query.folder);
  if (!folder.startsWith('/srv/files/')) return res.status(403).end();
  return fs.createReadStream(`${folder}/index`).pipe(res); // <-- finding
});
