const yaml = require('js-yaml');

function read(text) {
  return yaml.safeLoad(text); // <-- finding
}
