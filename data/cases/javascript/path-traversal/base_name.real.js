const fs = require('fs');
const path = require('path');

app.get('/files/:name', (req, res) => {
  const file = path.join('/srv/files', req.params.name);
  fs.createReadStream(file).pipe(res); // <-- finding
});
