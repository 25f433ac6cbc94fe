const { exec } = require('child_process');
const jobs = require('./jobs');

app.post('/run', (req, res) => {
  exec('uptime', () => jobs.start('nightly')); // <-- finding
});
