app.post('/login', (req, res) => {
  req.session.started = (Object.assign(req.session, req.body), true); // <-- finding
  res.end();
});
