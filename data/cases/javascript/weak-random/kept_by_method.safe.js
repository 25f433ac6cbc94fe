// A method of an object that is not known is given a function and a number, as a timer is.
function start(connect, loop) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(connect, delay);
}
