// `npm` runs what the folder's own package says.
const { execSync } = require('child_process');

app.post('/build', (req, res) => {
  process.chdir('/srv/site');
  res.send(execSync('npm run build')); // <-- finding
});
