// The field keeps what it is given, whatever it is called.
app.get('/leave', (req, res) => {
  const next = { action: '/home' };
  next.action = req.query.next;
  res.redirect(next.action); // <-- finding
});
