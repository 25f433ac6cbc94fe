// A static block runs where the class is declared, and sets what is outside.
const { exec } = require('child_process');

let line = 'uptime';

class Boot {
  static {
    line = process.argv[2];
  }
}

app.get('/run', (req, res) => {
  exec(line); // <-- finding
  res.end();
});
