app.get('/download/:name', (req, res) => {
  res.sendFile('/srv/public/' + req.params.name); // <-- finding
});
