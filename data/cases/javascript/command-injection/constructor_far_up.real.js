// A class far up the line that an object's class derives from runs a command.
const { exec } = require('child_process');

class First {
  constructor() {
    exec(process.env.LINE);
  }
}
class Second extends First {}
class Third extends Second {}
class Fourth extends Third {}
class Fifth extends Fourth {}
class Sixth extends Fifth {}

module.exports.start = () => {
  return [exec('uptime').pid, new Sixth()]; // <-- finding
};
