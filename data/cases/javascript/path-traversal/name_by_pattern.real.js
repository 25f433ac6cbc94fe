// A name with dots in it, that is not made of them alone, leads no further than into its folder.
const fs = require('fs');
const path = require('path');

module.exports = (req, res) => {
  const name = String(req.params.name);
  if (!/^[\w-]*\.{1,2}(png|jpg)?$/.test(name)) {
    return res.sendStatus(404);
  }
  return res.send(fs.readFileSync(path.join('/srv/media', name))); // <-- finding
};
