// What a command of ours prints begins the next one, and a request ends it.
const { execSync } = require('child_process');

app.post('/unpack', (req, res) => {
  const line = execSync('command -v tar').toString().trim() + ' xf ' + req.body.name; // <-- finding
  res.send(execSync(line));
});
