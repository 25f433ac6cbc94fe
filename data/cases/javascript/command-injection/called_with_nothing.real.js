// What is called without an argument may have been told before what to run.

const { exec, execFileSync } = require('child_process');

function show(req) {
  const job = exec.bind(null, req.query.job);
  return [job(), execFileSync('uptime')]; // <-- finding
}
