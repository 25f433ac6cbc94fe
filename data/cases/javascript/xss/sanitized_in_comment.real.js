// The comment ends at the arrow, which an attribute may hold.
import DOMPurify from 'isomorphic-dompurify';

app.get('/page', (req, res) => {
  res.send(`<!--[if IE]> ${DOMPurify.sanitize(req.query.hint)} <![endif]-->`); // <-- finding
});
