// What waits for the file of ours calls a function that hands on what a request names.
const fs = require('fs');

function serve(app, store) {
  const part = (name) => store.load(name);
  app.get('/parts', (req, res) => {
    fs.readFile('head.txt', (err, head) => res.send(head + part('terms'))); // <-- finding
  });
}
