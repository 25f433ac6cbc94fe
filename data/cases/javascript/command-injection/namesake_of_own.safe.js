// Another file's object has a method by the name of one that stands here.
const { exec } = require('child_process');
const runner = require('./runner');

const report = {
  start: (line) => line.length,
};

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, report.start(req.body.line)]); // <-- finding
});

module.exports = report;
