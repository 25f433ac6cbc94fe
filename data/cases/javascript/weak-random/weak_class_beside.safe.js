// The constructor is in view, and the name of its class says what it does.

const { randomUUID } = require('crypto');

class generateWeak {
  constructor(names) {
    this.name = names[Date.now() % names.length];
  }
}

module.exports = (names) => [randomUUID(), names.length]; // <-- finding
