function escapeHtml(text) {
  return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

app.get('/hello', (req, res) => {
  const name = req.query.name.replace(/[<>"'&]/g, '');
  res.send('<p title="' + name + '">hello</p>'); // <-- finding
});
