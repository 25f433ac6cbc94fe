// Where a block is run, the function that it declares becomes the one around it (Annex B).
const { exec } = require('child_process');

app.post('/run', (req, res) => {
  function line() { return 'uptime'; }
  if (req.body.line) {
    function other() { return req.body.line; }
  }
  exec(line()); // <-- finding
  res.end();
});
