const fs = require('fs');
const path = require('path');

app.get('/files', (req, res) => {
  const file = '/srv/files/' + req.query.name;
  if (!file.startsWith('/srv/files/')) return res.status(403).end();
  return res.end(fs.readFileSync(file)); // <-- finding
});
