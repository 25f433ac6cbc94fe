// A function that says where the program runs has another name.
const fs = require('fs');
const move = process.chdir;

app.post('/folder', (req, res) => {
  move(req.body.folder);
  res.end();
});

app.get('/list', (req, res) => {
  fs.readFile('list.txt', (error, data) => res.end(data)); // <-- finding
});
