// What an object was given before is in what it does now.

function start(runner, name) {
  runner.line = '-l';
  return runner.go('ls'); // <-- finding
}
