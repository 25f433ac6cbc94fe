const xpath = require('xpath');

function titles(doc) {
  return xpath.select('//book/title', doc); // <-- finding
}
