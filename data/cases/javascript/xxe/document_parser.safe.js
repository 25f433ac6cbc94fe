const { XMLParser } = require('fast-xml-parser');

function read(req) {
  return new XMLParser({ ignoreAttributes: false }).parse(req.body); // <-- finding
}
