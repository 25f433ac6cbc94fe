// In what is put in, a dollar sign and a quote stand for the text behind the place.
const { exec } = require('child_process');
const { quote } = require('shell-quote');

app.get('/usage', (req, res) => {
  const name = quote([String(req.query.name)]);
  exec('du -s %s; echo "done"'.replace('%s', name)); // <-- finding
});
