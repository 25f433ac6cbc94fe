const xml2js = require('xml2js');

function read(text, done) {
  xml2js.parseString(text, done); // <-- finding
}
