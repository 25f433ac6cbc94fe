// Addresses that are none of the web have the origin `null`.
app.get('/open', (req, res) => {
  const url = new URL(req.query.to);
  if (url.origin !== 'null') return res.sendStatus(400);
  return res.redirect(url.href); // <-- finding
});
