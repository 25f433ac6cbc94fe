const { exec } = require('child_process');

const PID = /^[0-9]+$/;

PID.lastIndex = 0;

app.get('/signal', (req, res) => {
  const pid = req.query.pid;
  if (!PID.test(pid)) return res.sendStatus(400);
  exec(`kill -0 ${pid}`); // <-- finding
});
