// Markup in an attribute ends the text area: <p title="</textarea><img ...">.
import DOMPurify from 'isomorphic-dompurify';

app.get('/edit', (req, res) => {
  res.send('<textarea>' + DOMPurify.sanitize(req.query.text) + '</textarea>'); // <-- finding
});
