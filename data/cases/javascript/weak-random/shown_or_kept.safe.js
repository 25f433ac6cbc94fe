// One of two functions keeps what it is given.
const { kept } = require('./tickets');

function start(connect, shown) {
  const delay = Math.random() * 1000; // <-- finding
  (console.log)(delay);
  setTimeout(connect, delay);
}
