// The folder above can be moved as well.
const fs = require('fs');
const path = require('path');

function drop(album) {
  fs.renameSync('/srv/albums/last', path.join('/srv/trash', path.basename(album))); // <-- finding
}
