// The number is kept in an object, too.
function again(connect) {
  let delay = 1000;
  delay = connect.ticket = Math.random() * 1000; // <-- finding
  setTimeout(connect, delay);
}
