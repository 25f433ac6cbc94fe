const escapeHtml = require('escape-html');

app.get('/page', (req, res) => {
  res.send('<script>let t = "' + escapeHtml(req.query.title) + '"</script>'); // <-- finding
});
