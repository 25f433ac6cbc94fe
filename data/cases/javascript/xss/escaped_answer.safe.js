const escape = require('escape-html');

app.get('/hello', (req, res) => {
  res.send(`<p>Hello, ${escape(req.query.name)}</p>`); // <-- finding
});
