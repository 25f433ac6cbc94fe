// A return ends with its line: what stands in the next one is given to nobody.
const { execSync } = require('child_process');

function cleaned(name) {
  return ['a', 'b'].includes(name) ? name : 'a';
}

app.get('/usage', (req, res) => {
  execSync('du ' + (cleaned(req.query.name) || req.query.name)); // <-- finding
});
