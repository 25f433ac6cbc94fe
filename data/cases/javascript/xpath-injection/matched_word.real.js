const xpath = require('xpath');

function byName(doc, req, res) {
  const name = req.query.name;
  if (!/^[A-Za-z]+$/.test(name)) return res.status(400).end();
  return xpath.select(`//user[name=${name}]`, doc); // <-- finding
}
