// What is set here goes for all calls.
const sanitizeHtml = require('sanitize-html');

console.log(sanitizeHtml.simpleTransform);
app.get('/note', (req, res) => {
  res.send(sanitizeHtml(req.query.note)); // <-- finding
});
