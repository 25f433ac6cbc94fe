// Every file is below this folder.
app.get('/file', (req, res) => {
  res.sendFile(req.query.file, { root: '/srv/public' }); // <-- finding
});
