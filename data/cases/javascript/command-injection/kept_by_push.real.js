// Pieces of a line are added to a list, and put together where nobody looks.

function start(runner, name) {
  const parts = [];
  parts.push('cat', name); // <-- finding
  return runner.go(parts);
}
