const { parseXml } = require('libxmljs');

function read(req) {
  return parseXml(req.body, { noent: true }); // <-- finding
}
