const value = eval('1024 * ' + process.argv[2]); // <-- finding
module.exports = value;
