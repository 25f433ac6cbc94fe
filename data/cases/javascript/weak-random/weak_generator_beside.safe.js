// A generator is not followed, and its name says what it does.

const { randomUUID } = require('crypto');

function* numbers(size) {
  yield size;
}

module.exports = () => [randomUUID(), ...numbers(9)]; // <-- finding
