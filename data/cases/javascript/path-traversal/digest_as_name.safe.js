// A digest is written with hexadecimal digits, the address that it is one of is not.
const { createHash } = require('crypto');
const fs = require('fs');
const path = require('path');

http.createServer((req, res) => {
  const key = createHash('sha256').update(req.url).digest('hex');
  fs.readFile(path.join('/var/cache/pages', `${key}.html`), (err, data) => res.end(data)); // <-- finding
}).listen(8080);
