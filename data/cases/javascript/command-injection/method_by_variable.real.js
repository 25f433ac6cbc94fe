// A method that is picked by a name still changes the list that it is called on.
const { exec } = require('child_process');

app.get('/usage', (req, res) => {
  const folders = ['/srv/data'];
  const order = 'push';
  folders[order](req.query.name);
  exec(`du -s ${folders.join(' ')}`); // <-- finding
});
