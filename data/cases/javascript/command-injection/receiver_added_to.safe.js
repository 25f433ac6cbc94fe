// What is added to a field of an object is in what it does now.

function start(runner, name) {
  runner.line += '-l';
  return runner.go('ls'); // <-- finding
}
