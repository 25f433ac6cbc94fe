// A cookie that is taken away holds nothing.
app.post('/logout', (req, res) => {
  res.clearCookie('sid', { path: '/' }); // <-- finding
  res.sendStatus(204);
});
