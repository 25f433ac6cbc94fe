// Whoever is given the module may run what it likes.
const childProcess = require('child_process');
const pool = require('./pool');

app.post('/jobs', (req, res) => {
  childProcess.execSync('date'), pool.start(childProcess); // <-- finding
  res.end();
});
