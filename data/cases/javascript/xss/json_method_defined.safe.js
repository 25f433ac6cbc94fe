// An answer is given another method by a function of the language.
app.use((req, res, next) => {
  Object.defineProperty(res, 'pretty', { value: (data) => res.send('<pre>' + JSON.stringify(data) + '</pre>') });
  next();
});

app.get('/orders', (req, res) => {
  res.json({ found: req.query.name }); // <-- finding
});
