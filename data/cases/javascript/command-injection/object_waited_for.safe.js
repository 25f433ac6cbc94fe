// Who waits for a list has the list itself.
const { exec } = require('child_process');

app.get('/usage', async (req, res) => {
  const folders = ['/srv/data'];
  (await [...folders]).push(req.query.name);
  exec(`du -s ${folders.join(' ')}`); // <-- finding
});
