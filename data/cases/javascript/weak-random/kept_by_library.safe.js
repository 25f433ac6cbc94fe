// A function out of sight is given a function and a number, as a timer is.
const { kept } = require('./tickets');

function start(connect) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(connect, delay);
}
