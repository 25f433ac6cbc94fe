// An option for all calls leaves < and > as they are.
const he = require('he');

he.encode.options.allowUnsafeSymbols = true;
app.get('/hello', (req, res) => {
  res.send(`<p>${he.encode(req.query.name)}</p>`); // <-- finding
});
