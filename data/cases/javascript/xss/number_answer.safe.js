app.get('/twice', (req, res) => {
  const twice = Number(req.query.n) * 2;
  res.end('<b>' + twice + '</b>'); // <-- finding
});
