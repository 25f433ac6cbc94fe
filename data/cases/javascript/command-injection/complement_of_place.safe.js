// What stands nowhere has the place -1, and the complement of that is a number: 0.
const { exec } = require('child_process');

const SHOWN = ['data', 'logs'];

app.get('/usage', (req, res) => {
  const name = req.query.name;
  if (~SHOWN.indexOf(name)) {
    exec(`du -s /srv/${name}`); // <-- finding
  }
});
