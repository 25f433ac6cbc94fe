const libxmljs = require('libxmljs');

app.post('/xml', (req, res) => {
  const doc = libxmljs.parseXml(req.body, { noent: true }); // <-- finding
  res.send({ root: doc.root().name() });
});
