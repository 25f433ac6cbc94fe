const yaml = require('js-yaml');

function read(text) {
  return yaml.load(text); // <-- finding
}
