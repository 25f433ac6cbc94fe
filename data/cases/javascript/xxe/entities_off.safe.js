const libxmljs = require('libxmljs2');

function read(text) {
  return libxmljs.parseXmlString(text, { noent: false, nonet: true }); // <-- finding
}
