// One of two functions is no timer.
const { later } = require('./tickets');

function start(connect, soon) {
  const delay = Math.random() * 1000; // <-- finding
  (setTimeout)(connect, delay);
}
