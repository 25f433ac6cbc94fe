// An address of IP begins with no dash, and holds nothing that a shell reads.
const { execFile } = require('child_process');
const net = require('net');

app.post('/ping', (req, res) => {
  const { address } = req.body;
  if (!net.isIP(address)) return res.status(400).end();
  execFile('ping', ['-c', '2', address], (err, out) => { // <-- finding
    res.json({ ok: !err, out });
  });
});
