// The arguments of the program are user input, and so is whatever holds them.

function start(runner) {
  return runner.go(process.argv, 'ls'); // <-- finding
}
