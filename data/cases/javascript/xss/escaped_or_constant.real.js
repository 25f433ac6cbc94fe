// The same function escapes what was sent, and the constant that stands for it.
const SIGNS = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function encode(text) {
  return text.replace(/[&<>"']/, (sign) => SIGNS[sign]);
}

app.get('/', (req, res) => {
  res.send(`<p title="${encode(req.query.name || 'you')}">Hello</p>`); // <-- finding
});
