// The attribute of a filter can be set after it is made.
const { EqualityFilter } = require('ldapjs');

app.get('/person', (req, res) => {
  const filter = new EqualityFilter({ attribute: 'cn', value: req.query.name });
  console.log(req.query.attribute);
  client.search('o=example', { filter }, (error, found) => res.json(found)); // <-- finding
});
