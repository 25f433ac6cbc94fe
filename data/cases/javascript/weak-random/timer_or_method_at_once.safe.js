// One of two functions is no timer.
function start(connect, soon) {
  (setTimeout)(connect, Math.random() * 1000); // <-- finding
}
