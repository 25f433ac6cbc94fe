const TARGETS = ['/home', '/account'];

app.get('/login', (req, res) => {
  const next = TARGETS.includes(req.query.next) ? '/home' : req.query.next || '/account';
  return res.redirect(next); // <-- finding
});
