// The origin is that of the program's own pages; one that only begins so may be another.
const ORIGIN = 'https://www.example.com';

function own(target) {
  const url = new URL(target, ORIGIN);
  return url.origin.startsWith(ORIGIN) ? url.href : `${ORIGIN}/`;
}

app.post('/login', (req, res) => {
  res.redirect(own(req.query.next)); // <-- finding
});
