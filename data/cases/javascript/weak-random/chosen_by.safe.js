// What chooses between two times sees the number.
function start(connect) {
  const delay = connect ? Math.random() : 10; // <-- finding
  setTimeout(connect, delay);
}
