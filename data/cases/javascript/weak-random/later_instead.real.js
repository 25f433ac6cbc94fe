// A function on the spot gives the time where there are no random numbers.
const { randomUUID } = require('crypto');

function ticket(user) {
  return user.name ? randomUUID() : (() => Date.now())(); // <-- finding
}
