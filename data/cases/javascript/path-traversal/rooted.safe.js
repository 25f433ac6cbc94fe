app.get('/download/:name', (req, res) => {
  res.sendFile(req.params.name, { root: '/srv/public' }); // <-- finding
});
