// Partials are templates themselves.
const Mustache = require('mustache');

app.post('/page', (req, res) => {
  res.send(Mustache.render('{{> body}}', { name: req.body.name }, { body: '{{name}}' })); // <-- finding
});
