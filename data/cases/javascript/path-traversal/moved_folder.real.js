// The folder above can be moved as well.
const fs = require('fs');
const path = require('path');

function drop(album) {
  fs.renameSync(path.join('/srv/albums', path.basename(album)), '/srv/trash/last'); // <-- finding
}
