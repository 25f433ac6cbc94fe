const ejs = require('ejs');
const { Liquid } = require('liquidjs');

app.get('/', async (req, res) => {
  const liquid = new Liquid();
  res.send([ejs.render('<h1>Shop</h1>'), await liquid.parseAndRender(req.query.text)].join('')); // <-- finding
});
