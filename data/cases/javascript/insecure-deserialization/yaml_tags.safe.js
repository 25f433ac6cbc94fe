const YAML = require('yaml');

const code = { tag: '!code', resolve: (text) => new Function(text)() };

function read(req) {
  return YAML.parse(req.body.text); // <-- finding
}
