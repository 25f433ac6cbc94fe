app.get('/twice', (req, res) => {
  const twice = req.query.n;
  res.end('<b>' + twice + '</b>'); // <-- finding
});
