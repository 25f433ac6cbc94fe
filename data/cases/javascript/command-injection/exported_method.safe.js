// A function is called as what the module gives to others.
const { exec } = require('child_process');

exports.start = (line) => line.length;

app.post('/jobs', (req, res) => {
  res.json([exec('uptime').pid, exports.start(req.body.line)]); // <-- finding
});
