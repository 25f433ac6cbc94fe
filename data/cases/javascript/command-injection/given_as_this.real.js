// What stands behind the function is its `this`.
const { exec } = require('child_process');

app.get('/usage', (req, res) => {
  const folders = ['/srv/data'];
  [req.query.name].forEach(function (name) { this[0] = name; }, folders);
  exec(`du -s ${folders[0]}`); // <-- finding
});
