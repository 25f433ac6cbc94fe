const fs = require('fs');
const path = require('path');

const ROOT = '/srv/files';

app.get('/files/:name', (req, res) => {
  const file = path.resolve(ROOT, req.params.name);
  if (!file.startsWith(ROOT)) {
    return res.status(403).end();
  }
  return fs.createReadStream(file).pipe(res); // <-- finding
});
