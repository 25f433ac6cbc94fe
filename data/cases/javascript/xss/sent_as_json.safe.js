// JSON is no page, unless the program says that it is one.
app.get('/echo', (req, res) => {
  res.json({ said: req.query.said }); // <-- finding
});
