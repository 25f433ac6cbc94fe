const { spawn } = require('child_process');

const JOBS = { backup: ['-u', 'backup.sh'], clean: ['clean.sh'] };

exports.run = (job, request) => {
  const given = Object.hasOwn(JOBS, job) ? JOBS[job] : JOBS.clean;
  return spawn('bash', given); // <-- finding
};
