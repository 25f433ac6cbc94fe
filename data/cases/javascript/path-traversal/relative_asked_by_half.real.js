// Both questions must be answered with no.
const fs = require('fs');
const path = require('path');

app.get('/pages', (req, res) => {
  const file = path.join('/srv/pages', req.query.page);
  const way = path.relative('/srv/pages', file);
  if (way.startsWith('..') && path.isAbsolute(way)) return res.sendStatus(403);
  return fs.readFile(file, (err, data) => res.json({ text: String(data) })); // <-- finding
});
