// One of two values is more than a time to wait for.
function start(connect, soon) {
  const delay = soon ? Math.random() * 10 : 1000; // <-- finding
  setTimeout(connect, delay);
}
