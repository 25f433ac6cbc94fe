const fetch = require('node-fetch');

exports.rates = async (req, res) => {
  const rates = await (await fetch(`https://${req.query.shop}.example.com/rates`)).json(); // <-- finding
  res.json(rates);
};
