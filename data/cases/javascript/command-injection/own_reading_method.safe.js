// The object's own method has the name of one that only reads lists.
const { exec } = require('child_process');

const volume = {
  folder: '/srv/data',
  has(name) { return folders.includes(name); },
};

app.get('/usage', (req, res) => {
  if (!volume.has(req.query.name)) return res.sendStatus(404);
  exec(`du -s ${volume.folder}`); // <-- finding
});
