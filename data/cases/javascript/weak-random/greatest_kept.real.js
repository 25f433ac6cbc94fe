// One of several numbers is that which a function keeps.
const { kept } = require('./tickets');

function start(connect) {
  const delay = Math.max(10, kept(Math.random())); // <-- finding
  setTimeout(connect, delay);
}
