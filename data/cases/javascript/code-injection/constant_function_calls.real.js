const clamp = new Function('x', 'return x.constructor(0)'); // <-- finding
module.exports = clamp;
