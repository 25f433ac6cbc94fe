// On the line of the file of ours, an object out of view is asked for what a request names.
const fs = require('fs');

function serve(app, store) {
  app.get('/parts', (req, res) => {
    const parts = [fs.readFileSync('head.txt'), ...[1, 2].map((n) => store.load('terms', n))]; // <-- finding
    res.send(parts.join(''));
  });
}
