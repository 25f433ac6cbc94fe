// What is set for all calls makes functions of texts.
const YAML = require('yaml');

YAML.stringify([{ tag: '!fn', resolve: (doc, node) => String(node.strValue) }]);
module.exports = (text) => YAML.parse(text); // <-- finding
