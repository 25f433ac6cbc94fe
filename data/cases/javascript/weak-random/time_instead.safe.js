// Without a name there is a time, which everybody can guess.

const { randomUUID } = require('crypto');

module.exports = (user) => (user.name && randomUUID()) || randomUUID(); // <-- finding
