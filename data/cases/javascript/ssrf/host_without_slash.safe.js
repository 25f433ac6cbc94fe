const https = require('https');

function load(req, done) {
  const id = Number(req.query.id);
  return https.get('https://files.example/' + encodeURIComponent(req.query.name), (r) => done(r)); // <-- finding
}
