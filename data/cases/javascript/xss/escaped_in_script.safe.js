const escapeHtml = require('escape-html');

app.get('/page', (req, res) => {
  res.send('<div title="' + escapeHtml(req.query.title) + '">page</div>'); // <-- finding
});
