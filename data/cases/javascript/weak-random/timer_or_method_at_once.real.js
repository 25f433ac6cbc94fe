// One of two functions is no timer.
function start(connect, soon) {
  (soon ? setTimeout : connect.later)(connect, Math.random() * 1000); // <-- finding
}
