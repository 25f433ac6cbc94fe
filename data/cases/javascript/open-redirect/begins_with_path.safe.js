app.get('/login', (req, res) => {
  const next = String(req.query.next);
  res.redirect(next.startsWith('/app/') ? next : '/'); // <-- finding
});
