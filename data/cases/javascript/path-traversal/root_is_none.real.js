// No folder at all: the path is taken as it is.
app.get('/file', (req, res) => {
  res.sendFile(req.query.file, { root: null }); // <-- finding
});
