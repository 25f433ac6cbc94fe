// A cookie that is taken away holds nothing.
app.post('/logout', (req, res) => {
  res.cookie('sid', req.session.id, { path: '/' }); // <-- finding
  res.sendStatus(204);
});
