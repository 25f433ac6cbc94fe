// The type that is set last is the one that is sent.
app.get('/items/:id', (req, res) => {
  res.status(404).type('text/html').send(`no item ${req.params.id}`); // <-- finding
});
