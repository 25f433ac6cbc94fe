const YAML = require('yaml');
const { run } = require('./tags');

const options = YAML.defaultOptions;

function setUp() {
  options.customTags = [run];
}

setUp();

app.post('/load', (req, res) => {
  res.json(YAML.parse(req.body.text)); // <-- finding
});
