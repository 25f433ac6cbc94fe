app.post('/seen', (req, res) => {
  req.session[req.body.what] = true; // <-- finding
  res.end();
});
