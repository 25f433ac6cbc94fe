// A generator is not followed, and its name says what it does.

const { randomUUID } = require('crypto');

function* generateWeak(size) {
  yield Date.now() % size;
}

module.exports = () => [randomUUID(), 9]; // <-- finding
