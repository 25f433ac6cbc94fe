// What is waited for may be a registered object whose `then` runs a program.

const { exec } = require('child_process');
const { jobs } = require('./jobs');

jobs.declare((job) => ({
  then(done) {
    exec('git pull', done);
  },
}));

module.exports = async (req, res) => {
  exec('uptime'); await req.job; res.end(); // <-- finding
};
