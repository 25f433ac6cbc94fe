// The field keeps what it is given, whatever it is called.
app.get('/leave', (req, res) => {
  const next = { action: '/home' };
  next.action = '/away';
  res.redirect(next.action); // <-- finding
});
