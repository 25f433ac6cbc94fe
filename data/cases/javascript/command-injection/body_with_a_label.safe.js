// Braces behind an arrow are a body with a label in it, and give nothing.
const { execSync } = require('child_process');

app.get('/usage', (req, res) => {
  const known = () => ({ name: 'a' });
  const { name } = known() || { name: req.query.name };
  execSync('du ' + name); // <-- finding
});
