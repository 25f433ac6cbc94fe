const yaml = require('js-yaml');

function read(text) {
  return yaml.load(text, { schema: yaml.JSON_SCHEMA }); // <-- finding
}
