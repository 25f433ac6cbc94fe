// doT puts definitions into the template before it is compiled.
const dot = require('dot');

app.post('/page', (req, res) => {
  const page = dot.template('<h1>{{#def.header}}</h1>', null, { header: req.body.header }); // <-- finding
  res.send(page({}));
});
