// Another file of the program may run what the function is given.

const { settle } = require('./formulas');

module.exports = (formula) => [eval('1 + 1'), settle(2)]; // <-- finding
