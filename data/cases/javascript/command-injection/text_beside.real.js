const { exec } = require('child_process');

app.post('/report', (req, res) => {
  const report = {
    toString() {
      return String(exec(req.body.line).pid);
    },
  };
  res.send(`${exec('uptime').pid}: ${report}`); // <-- finding
});
