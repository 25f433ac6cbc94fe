// What waits for an event runs commands.
const { exec } = require('child_process');

module.exports.set = (jobs) => {
  jobs.on('start', String);
};

module.exports.all = (jobs, line) => {
  return [exec('uptime').pid, jobs.emit('start', line)]; // <-- finding
};
