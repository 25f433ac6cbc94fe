// An object of a class in view holds what it was made of, and whoever gets it can read it.

class Job {
  constructor(line) {
    this.line = line;
  }
}

function start(runner, name) {
  return runner.go('-l', 'ls'); // <-- finding
}
