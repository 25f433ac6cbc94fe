// Where in what a timer is given the number stands, is not known.
function start(timer) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(...timer.first, delay);
  setTimeout(timer.start, delay);
}
