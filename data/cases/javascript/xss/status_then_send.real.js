app.get('/missing', (req, res) => {
  res.status(404).send('<h1>' + req.originalUrl + '</h1>'); // <-- finding
});
