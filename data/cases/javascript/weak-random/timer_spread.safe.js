// Where in what a timer is given the number stands, is not known.
function start(timer) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(...timer.second, 10);
  setTimeout(timer.start, delay);
}
