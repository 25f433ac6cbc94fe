// The base name of `..` is `..`: the folder above is copied with all that is in it.
const fs = require('fs');
const path = require('path');

function publish(album) {
  fs.copyFileSync(path.join('/srv/albums', path.basename(album)), '/var/www/album'); // <-- finding
}
