// A single dot at the end of a name and one behind it are two.
const fs = require('fs');

app.get('/pages', (req, res) => {
  const page = String(req.query.page);
  if (/\.\./.test(page)) return res.status(400).end();
  return fs.readFile(`/srv/pages/${page}/index.md`, (err, data) => { // <-- finding
    res.json({ found: !err, data: String(data) });
  });
});
