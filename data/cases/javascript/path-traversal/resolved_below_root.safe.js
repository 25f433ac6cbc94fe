const fs = require('fs');
const path = require('path');

app.get('/files/:name', (req, res) => {
  const file = path.normalize('/srv/files/' + req.params.name);
  if (!file.startsWith('/srv/files/')) return res.status(403).end();
  return res.end(fs.readFileSync(file)); // <-- finding
});
