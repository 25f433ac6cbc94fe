// What is logged says itself how it is shown.

const util = require('util');
const { exec } = require('child_process');
const { jobs } = require('./jobs');

class Job {
  [util.inspect.custom]() {
    return exec('ps');
  }
}

jobs.declare(Job);

module.exports = (req, res) => {
  exec('uptime', () => res.end()); console.log(req.job); // <-- finding
};
