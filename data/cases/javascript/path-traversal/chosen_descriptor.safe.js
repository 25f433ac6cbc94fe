// A number is a file that is open: the key, a socket.
const fs = require('fs');

app.get('/part', (req, res) => {
  res.end(fs.readFileSync(0)); // <-- finding
});
