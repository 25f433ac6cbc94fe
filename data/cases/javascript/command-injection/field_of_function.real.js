// A field that holds a function changes the object that it is a field of.
const { exec } = require('child_process');

class Volume {
  folder = '/srv/data';

  choose = (name) => { this.folder = name; };
}

app.get('/usage', (req, res) => {
  const volume = new Volume();
  volume.choose(req.query.name);
  exec(`du -s ${volume.folder}`); // <-- finding
});
