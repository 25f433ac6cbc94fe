// What a handler in front of all others sets is the type of every answer.
app.use((req, res, next) => {
  res.type('html');
  next();
});

app.get('/echo', (req, res) => {
  res.json({ said: req.query.said }); // <-- finding
});
