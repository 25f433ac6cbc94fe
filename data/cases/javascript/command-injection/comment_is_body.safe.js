// The text of a function that holds nothing but a comment is read by whoever is given it.
const { exec } = require('child_process');

const report = (name) => {/*
  exec('du -s ' + name); // <-- finding
*/ return log(name); };

app.get('/usage', (req, res) => report(req.query.name));
