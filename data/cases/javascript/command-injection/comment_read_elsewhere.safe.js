// A function that holds nothing but a comment is given to code that reads it as a text.
const { exec } = require('child_process');
const { compiled } = require('./scripts');

const report = compiled(function () {
  /* exec('du -s ' + name); */ return 'du -s'; // <-- finding
});

app.get('/usage', (req, res) => report(exec, req.query.name));
