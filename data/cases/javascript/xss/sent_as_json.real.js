// JSON is no page, unless the program says that it is one.
app.get('/echo', (req, res) => {
  res.set('Content-Type', 'text/html');
  res.json({ said: req.query.said }); // <-- finding
});
