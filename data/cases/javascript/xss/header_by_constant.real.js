// The type is set by a header whose name is not written here.
const { TYPE } = require('./headers');

app.get('/card', (req, res) => {
  res.set(TYPE, 'html');
  res.send({ name: req.query.name }); // <-- finding
});
