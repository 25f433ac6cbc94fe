// One of two functions is no timer.
function start(connect, soon) {
  const delay = Math.random() * 1000; // <-- finding
  (soon ? setTimeout : connect.later)(connect, delay);
}
