// `dd` and `ed` are programs of hexadecimal letters.
const { exec } = require('child_process');

app.post('/run', (req, res) => {
  const id = req.body.id;
  if (!/^[a-f0-9]+$/.test(id)) return res.status(400).end();
  exec('sudo ' + id, (error, out) => res.send(out)); // <-- finding
});
