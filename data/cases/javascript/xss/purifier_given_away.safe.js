// Who is given the purifier can give it hooks.
const createDOMPurify = require('dompurify');
const { JSDOM } = require('jsdom');
const { configure } = require('./hooks');

const purify = createDOMPurify(new JSDOM('').window);
configure(purify.version);
app.get('/note', (req, res) => {
  res.send(purify.sanitize(req.query.note)); // <-- finding
});
