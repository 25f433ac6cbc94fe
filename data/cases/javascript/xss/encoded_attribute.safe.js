app.get('/link', (req, res) => {
  res.send('<a href="/find?q=' + encodeURIComponent(req.query.q) + '">again</a>'); // <-- finding
});
