const fs = require('fs');
const path = require('path');

function page(req) {
  const number = req.query.page;
  return fs.readFileSync(path.join(__dirname, '..', 'pages', `${number}.html`), 'utf8'); // <-- finding
}
