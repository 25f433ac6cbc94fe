// `cd` of shelljs is `chdir` of the process.
const shell = require('shelljs');

app.post('/build', (req, res) => {
  shell.cd('/srv/site');
  shell.exec('npm run build'); // <-- finding
  res.end();
});
