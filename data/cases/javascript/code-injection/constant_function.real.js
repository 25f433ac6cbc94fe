const add = new Function('a', 'b', 'return ' + module.exports.body); // <-- finding
module.exports = (a, b) => add(a, b);
