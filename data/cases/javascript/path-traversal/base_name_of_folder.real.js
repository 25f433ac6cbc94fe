const fs = require('fs');
const path = require('path');

app.get('/files/:name', (req, res) => {
  const name = path.basename(req.params.name);
  fs.readdir(path.join('/srv/files', name), (err, data) => res.end(data)); // <-- finding
});
