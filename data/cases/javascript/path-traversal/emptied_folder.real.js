// The package removes folders, the one above among them.
const rimraf = require('rimraf');
const path = require('path');

function drop(album) {
  rimraf.sync('/srv/albums/' + path.basename(album)); // <-- finding
}
