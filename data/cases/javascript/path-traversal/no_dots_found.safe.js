// A path without two dots stays below the folder that it is joined to; resolved, it may be absolute.
const fs = require('fs');
const path = require('path');

app.get('/pages', (req, res) => {
  const page = String(req.query.page);
  if (/\.\./.test(page)) return res.status(400).end();
  return fs.readFile(path.join('/srv/pages', page), (err, data) => { // <-- finding
    res.json({ found: !err, data: String(data) });
  });
});
