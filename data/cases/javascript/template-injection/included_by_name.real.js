// A constant template can read another one by a name that comes in as a variable.
const ejs = require('ejs');

app.get('/page', (req, res) => {
  res.send(ejs.render("<%- include(page) %>", { page: req.query.page })); // <-- finding
});
