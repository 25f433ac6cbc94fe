const serialize = require('node-serialize');

const empty = serialize.unserialize('{"items":[]}'); // <-- finding
module.exports = empty;
