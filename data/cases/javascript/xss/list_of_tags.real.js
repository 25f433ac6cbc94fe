const xss = require('xss');

const lists = [xss.whiteList];

function setUp() {
  lists[0].img.push('onerror');
}

setUp();

app.get('/note', (req, res) => {
  res.send(xss(req.query.note)); // <-- finding
});
