// One of two values is more than a time to wait for.
function start(connect, late) {
  const delay = late ? 1000 : connect.ticket(Math.random()); // <-- finding
  setTimeout(connect, delay);
}
