app.get('/login', (req, res) => {
  const next = String(req.query.next);
  res.redirect(next.startsWith('/') ? next : '/'); // <-- finding
});
