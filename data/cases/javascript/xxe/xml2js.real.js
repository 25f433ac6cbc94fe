const xml2js = require('xml2js');

function read(text, done) {
  require('libxmljs').parseXml(text, { noent: true }); // <-- finding
}
