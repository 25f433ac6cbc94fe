// Where a piece stands, those before it say.
const escapeHtml = require('escape-html');

app.get('/out', (req, res) => {
  res.write('<a href="');
  res.write(`<b>${escapeHtml(req.query.target)}</b>`); // <-- finding
  res.end();
});
