app.post('/seen', (req, res) => {
  req.session['news'] = true; // <-- finding
  res.end();
});
