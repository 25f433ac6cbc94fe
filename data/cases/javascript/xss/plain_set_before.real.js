// The type is set before, on every way.
app.all('/echo', (req, res) => {
  if (req.query.plain) res.type('text/plain');
  res.send(`${req.method} ${req.query.text}`); // <-- finding
});
