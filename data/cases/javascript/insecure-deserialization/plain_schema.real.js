const yaml = require('js-yaml');

function read(text) {
  return yaml.load(text, { schema: yaml.DEFAULT_FULL_SCHEMA }); // <-- finding
}
