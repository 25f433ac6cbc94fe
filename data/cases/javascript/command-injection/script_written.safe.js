// A script is written by the one who asks, and then it is run.
const fs = require('fs');
const { execFile } = require('child_process');

app.post('/jobs', (req, res) => {
  fs.writeFileSync('/srv/jobs/note.txt', req.body.text);
  execFile('bash', ['/srv/jobs/job.sh'], (error, out) => res.send(out)); // <-- finding
});
