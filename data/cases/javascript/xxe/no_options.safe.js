const libxmljs = require('libxmljs');

app.post('/xml', (req, res) => {
  const doc = libxmljs.parseXml(req.body); // <-- finding
  res.send({ root: doc.root().name() });
});
