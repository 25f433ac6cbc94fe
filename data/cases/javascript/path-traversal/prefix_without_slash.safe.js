const path = require('path'); const fs = require('fs');
const ROOT = '/srv/files';
function read(req) {
  const file = path.resolve(ROOT, req.query.name);
  if (!file.startsWith(ROOT + '/')) return null;
  return fs.readFileSync(file); // <-- finding
}
