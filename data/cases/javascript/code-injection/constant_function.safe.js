const add = new Function('a', 'b', 'return a + b'); // <-- finding
module.exports = (a, b) => add(a, b);
