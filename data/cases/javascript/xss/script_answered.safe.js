// The answer is a script: escaping is for markup.
const escapeHtml = require('escape-html');

app.get('/config', (req, res) => {
  res.type('html').send('paint(' + escapeHtml(req.query.theme) + ')'); // <-- finding
});
