// The way from the folder to the file neither climbs nor leads to another drive.
const fs = require('fs');
const path = require('path');

const ROOT = path.resolve('pages');

app.get('/pages', (req, res) => {
  const file = path.resolve(ROOT, req.query.page);
  const way = path.relative(file, ROOT);
  if (way.startsWith('..') || path.isAbsolute(way)) return res.sendStatus(403);
  return fs.readFile(file, (err, data) => res.json({ text: String(data) })); // <-- finding
});
