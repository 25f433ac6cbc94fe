// A function of another file is given the pattern, and may compile another one into it.
const { exec } = require('child_process');
const { prepare } = require('./patterns');

const PID = /^[0-9]+$/;

app.get('/signal', (req, res) => {
  const pid = req.query.pid;
  prepare(PID, 10);
  if (!PID.test(pid)) return res.sendStatus(400);
  exec(`kill -0 ${pid}`); // <-- finding
});
