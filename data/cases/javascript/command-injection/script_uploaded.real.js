// What is uploaded is put where another request runs it.
const { exec } = require('child_process');

app.post('/jobs', upload.single('job'), (req, res) => {
  req.files.job.mv('/srv/jobs/job.js', () => res.end());
});

app.post('/jobs/run', (req, res) => {
  exec('node /srv/jobs/job.js', (error, out) => res.send(out)); // <-- finding
});
