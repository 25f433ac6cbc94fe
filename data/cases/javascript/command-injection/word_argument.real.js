const { execFile } = require('child_process');

function owner(req, res, done) {
  const user = req.params.user;
  if (!/^[a-z][a-z0-9]*$/.test(user)) return res.status(400).end();
  return execFile('sudo', [user], (error, out) => done(error, out)); // <-- finding
}
