const fs = require('fs');
const FILES = { terms: 'terms.html', privacy: 'privacy.html' };

function show(req, res) {
  const file = Object.hasOwn(FILES, req.params.page) ? FILES[req.params.page] : 'index.html';
  fs.readFile('/srv/pages/' + file, 'utf8', (err, text) => res.end(text)); // <-- finding
}
