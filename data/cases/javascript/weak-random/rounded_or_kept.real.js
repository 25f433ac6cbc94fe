// One of two functions keeps what it is given.
const { kept } = require('./tickets');

function start(connect, whole) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(connect, (whole ? Math.floor : kept)(delay));
}
