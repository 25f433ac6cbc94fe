// One of two values is more than a time to wait for.
function start(connect, soon) {
  const delay = soon ? connect.ticket(Math.random()) : 1000; // <-- finding
  setTimeout(connect, delay);
}
