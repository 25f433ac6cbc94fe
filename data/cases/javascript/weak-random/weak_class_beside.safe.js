// The constructor is in view, and the name of its class says what it does.

const { randomUUID } = require('crypto');

class Chosen {
  constructor(names) {
    this.name = names[0];
  }
}

module.exports = (names) => [randomUUID(), new Chosen(names)]; // <-- finding
