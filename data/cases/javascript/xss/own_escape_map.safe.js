const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

app.get('/hello', (req, res) => {
  const name = req.query.name.replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
  res.send(`<p>${name}</p>`); // <-- finding
});
