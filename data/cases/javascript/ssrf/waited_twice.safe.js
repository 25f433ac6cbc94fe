const fetch = require('node-fetch');

exports.rates = async (req, res) => {
  const rates = await (await fetch(`https://rates.example.com/${encodeURIComponent(req.query.shop)}`)).json(); // <-- finding
  res.json(rates);
};
