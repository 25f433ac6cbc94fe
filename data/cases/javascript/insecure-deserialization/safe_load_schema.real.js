const yaml = require('js-yaml');

function read(req) {
  return yaml.safeLoad(req.body.text, { schema: yaml.DEFAULT_FULL_SCHEMA }); // <-- finding
}
