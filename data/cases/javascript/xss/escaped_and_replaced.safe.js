// A dollar sign and a backtick stand for the text before the place: a quote comes with it.
const escapeHtml = require('escape-html');

app.get('/badge', (req, res) => {
  const title = escapeHtml(req.query.title);
  res.send('<img src="/badge.png" title="' + title + '">'); // <-- finding
});
