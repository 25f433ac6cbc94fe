// The program that runs this one is another each time, and still nobody outside chooses it.
const { execFile } = require('child_process');

app.post('/reports/:year', (req, res) => {
  execFile(req.get('x-node') ?? process.execPath, ['report.js', String(Number(req.params.year))], (error, out) => res.end(out)); // <-- finding
});
