// A field is set when an object is made, by code that may set what is outside.
const { exec } = require('child_process');

let line = 'uptime';

class Boot {
  started = (line = process.argv[2]);
}

app.get('/run', (req, res) => {
  new Boot();
  exec(line); // <-- finding
  res.end();
});
