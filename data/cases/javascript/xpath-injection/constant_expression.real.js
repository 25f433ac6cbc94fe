const xpath = require('xpath');

function titles(doc) {
  return xpath.select('//book/' + doc.field, doc); // <-- finding
}
