// What chooses between two times sees the number.
function start(connect) {
  const delay = connect.ticket(Math.random()) ? 1000 : 10; // <-- finding
  setTimeout(connect, delay);
}
