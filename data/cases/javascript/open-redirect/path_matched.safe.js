// Behind the slash stands no second one.
app.get('/login', (req, res) => {
  const next = String(req.query.next);
  if (!/^\/[a-z][a-z0-9/-]*$/.test(next)) return res.sendStatus(400);
  return res.redirect(next); // <-- finding
});
