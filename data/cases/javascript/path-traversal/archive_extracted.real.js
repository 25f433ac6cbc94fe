// Names in an archive lead wherever they say.
const fs = require('fs');
const unzip = require('unzip');

function load(done) {
  fs.createReadStream('/tmp/upload.zip').pipe(unzip.Extract({ path: '/srv/import' })).on('close', done); // <-- finding
}
