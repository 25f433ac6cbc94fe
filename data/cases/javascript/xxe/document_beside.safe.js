const libxml = require('libxmljs2');

module.exports = (req) => [
  libxml.parseXml(req.body.first), // <-- finding
  libxml.Document.fromXml('<a/>', { noent: true }),
];
