// Where the way up leads is constant, and has a name.
const fs = require('fs');
const path = require('path');

const UPLOADS = path.join(__dirname, '..', 'uploads');

app.get('/uploads/:name', (req, res) => {
  fs.readFile(path.join(UPLOADS, path.basename(req.params.name)), (error, data) => { // <-- finding
    res.status(error ? 404 : 200).end(data);
  });
});
