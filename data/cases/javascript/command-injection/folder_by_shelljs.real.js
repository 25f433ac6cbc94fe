// `cd` of shelljs is `chdir` of the process.
const shell = require('shelljs');

app.post('/build', (req, res) => {
  shell.cd(req.body.folder);
  shell.exec('npm run build'); // <-- finding
  res.end();
});
