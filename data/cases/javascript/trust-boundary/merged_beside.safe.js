app.post('/login', (req, res) => {
  req.session.started = (void 0, true); // <-- finding
  res.end();
});
