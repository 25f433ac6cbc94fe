// What a function in view gives is harmless, what it runs is not.
const { exec } = require('child_process');

function run(line) {
  exec(line);
  return 'started';
}

app.post('/run', (req, res) => {
  const note = 'job: ' + run(req.body.line); // <-- finding
  res.send(note);
});
