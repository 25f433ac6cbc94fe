// Lines of pug are code, without any brackets.
const pug = require('pug');

app.get('/page', (req, res) => {
  res.send(pug.render('p= eval(formula)', { formula: req.query.formula })); // <-- finding
});
