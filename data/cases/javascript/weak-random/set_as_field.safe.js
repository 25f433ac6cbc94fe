// A field has the name of a variable.
function again(connect) {
  const delay = 1000;
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(connect, delay);
}
