// The type is set before, on every way.
app.all('/echo', (req, res) => {
  res.type('text/plain');
  res.send(`${req.method} ${req.query.text}`); // <-- finding
});
