const value = eval('1024 * 4'); // <-- finding
module.exports = value;
