// The number is kept in an object, too.
function again(connect) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(connect, delay);
}
