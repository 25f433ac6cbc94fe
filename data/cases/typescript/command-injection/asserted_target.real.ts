// A type that is asserted is no obstacle to setting a variable.
import { exec } from 'child_process';

let line = 'uptime';

app.post('/use', (req, res) => {
  (<any>line) = req.body.line;
  res.end();
});

app.get('/run', (req, res) => {
  exec(line); // <-- finding
  res.end();
});
