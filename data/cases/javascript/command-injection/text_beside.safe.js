const { exec } = require('child_process');

app.post('/report', (req, res) => {
  const report = {
    toString() {
      return String(req.body.line);
    },
  };
  res.send(`${exec('uptime').pid}: ${report}`); // <-- finding
});
