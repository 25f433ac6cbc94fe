// A function that is handed on gives what it gets to an object.

function start(runner, names) {
  names.forEach((name) => runner.add(name));
  return runner.go('ls'); // <-- finding
}
