// Markup in an attribute ends the text area: <p title="</textarea><img ...">.
import DOMPurify from 'isomorphic-dompurify';

app.get('/edit', (req, res) => {
  res.send('<section>' + DOMPurify.sanitize(req.query.text) + '</section>'); // <-- finding
});
