// Each round adds an element, and nothing else.
const he = require('he');
const goods = require('./goods.json');

app.get('/goods', (req, res) => {
  let list = '<ul>';
  for (const one of goods) {
    list += '<li>' + he.encode(one.name) + one.unit + '</li>';
  }
  res.send(list + '</ul>'); // <-- finding
});
