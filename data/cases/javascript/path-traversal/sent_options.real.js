// Options from outside may name a folder.
app.get('/terms', (req, res) => {
  res.sendFile('terms.pdf', { maxAge: 60, ...req.query }); // <-- finding
});
