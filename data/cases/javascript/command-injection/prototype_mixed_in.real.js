// A mixin replaces the methods of all objects of the class.
const { exec } = require('child_process');

class Job {
  line() {
    return 'uptime';
  }
}

Object.assign(Job.prototype, require('./overrides').forTenant(process.argv[2]));

exec(new Job().line()); // <-- finding
