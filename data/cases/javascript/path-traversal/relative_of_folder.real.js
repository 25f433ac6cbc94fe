// The way to the folder itself is empty: it neither climbs nor is absolute, and all in it is gone.
const fs = require('fs');
const path = require('path');

app.delete('/pages', (req, res) => {
  const file = path.resolve('/srv/pages', req.query.page);
  const way = path.relative('/srv/pages', file);
  if (way.startsWith('..') || path.isAbsolute(way)) return res.sendStatus(403);
  fs.rmSync(file, { recursive: true }); // <-- finding
  return res.sendStatus(204);
});
