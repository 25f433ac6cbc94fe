// The names of all elements and attributes are in view.
const sanitizeHtml = require('sanitize-html');

app.get('/comments', async (req, res) => {
  const all = await comments.find().toArray();
  const items = all.map((one) => `<p>${sanitizeHtml(one.text, { allowedTags: ['b', 'a'] })}</p>`);
  res.send(`<section>${items.join('')}</section>`); // <-- finding
});
