// A type is added to the schema that all calls go by.
const yaml = require('js-yaml');

console.log(yaml.DEFAULT_SAFE_SCHEMA.compiledImplicit);
module.exports = (text) => yaml.safeLoad(text); // <-- finding
