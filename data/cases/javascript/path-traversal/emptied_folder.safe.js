// The package removes folders, the one above among them.
const fs = require('fs');
const path = require('path');

function drop(album) {
  fs.unlinkSync('/srv/albums/' + path.basename(album)); // <-- finding
}
