// The text of a function that holds nothing but a comment is read by whoever is given it.
const { exec } = require('child_process');
const textOf = (f) => f.toString().split('\n').slice(1, -1).join('\n');

const report = ((exec, name) => {/*
  exec('du -s ' + name); // <-- finding
*/ log(name); });

app.get('/usage', (req, res) => report(exec, req.query.name));
