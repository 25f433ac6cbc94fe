// One of two functions keeps what it is given.
const { kept } = require('./tickets');

function start(connect, shown) {
  const delay = Math.random() * 1000; // <-- finding
  (shown ? console.log : kept)(delay);
  setTimeout(connect, delay);
}
