// Files whose names begin with a dot are not sent, unless the program wants it.
app.get('/reports/:name', (req, res) => {
  res.sendFile(req.params.name, { root: '/srv/reports', dotfiles: 'allow' }); // <-- finding
});
