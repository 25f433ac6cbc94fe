// A constant template can run what it is given.
const ejs = require('ejs');

app.get('/page', (req, res) => {
  res.send(ejs.render('<%= eval(formula) %>', { formula: req.query.formula })); // <-- finding
});
