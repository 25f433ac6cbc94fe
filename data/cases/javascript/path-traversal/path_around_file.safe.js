// What a file of ours holds begins the path of the next one, and a request ends it.
const fs = require('fs');

app.get('/files', (req, res) => {
  const file = fs.readFileSync('/etc/shop/root', 'utf8').trim() + '/' + 'terms'; // <-- finding
  res.send(fs.readFileSync(file));
});
