// A function that is called on an object has it as its `this`.
const { exec } = require('child_process');

app.get('/usage', (req, res) => {
  const volume = {
    folder: '/srv/data',
    choose(name) { this.folder = name; },
  };
  volume.choose(req.query.name);
  exec(`du -s ${volume.folder}`); // <-- finding
});
