const YAML = require('yaml');
const { run } = require('./tags');

const options = {};

function setUp() {
  options.tags = [run];
}

setUp();

app.post('/load', (req, res) => {
  res.json(YAML.parse(req.body.text)); // <-- finding
});
