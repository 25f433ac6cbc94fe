// One of two functions keeps what it is given.
const { kept } = require('./tickets');

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

function start(connect, idle) {
  const delay = Math.random() * 1000; // <-- finding
  (idle ? sleep : kept)(delay);
  connect();
}
