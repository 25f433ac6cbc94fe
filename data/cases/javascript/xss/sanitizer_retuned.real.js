// What is set here goes for all calls.
const sanitizeHtml = require('sanitize-html');

sanitizeHtml.defaults.allowedTags = false;
app.get('/note', (req, res) => {
  res.send(sanitizeHtml(req.query.note)); // <-- finding
});
