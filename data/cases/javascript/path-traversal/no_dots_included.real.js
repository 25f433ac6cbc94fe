// Of a list, `includes` looks for a whole item: a text that is made of it may still climb.
const fs = require('fs');
const path = require('path');

app.get('/pages', (req, res) => {
  const { page } = req.query;
  if (page.includes('..')) return res.status(400).end();
  return fs.readFile(`/srv/pages/${page}`, (err, data) => { // <-- finding
    res.json({ found: !err, data: String(data) });
  });
});
