// A part of a name may be empty, and what is removed is the folder itself.
const fs = require('fs');
const path = require('path');

app.delete('/exports/:name', (req, res) => {
  const name = req.query.name;
  if (!/^[a-z]+$/.test(name)) return res.sendStatus(400);
  fs.rmSync(path.join('/srv/exports', name.trim()), { recursive: true }); // <-- finding
  res.end();
});
