const fs = require('fs');

function locale(req, res) {
  const lang = req.query.lang;
  if (!/^[a-z.\/]{2,}$/.test(lang)) return res.status(404).end();
  return res.json(JSON.parse(fs.readFileSync(`./locales/${lang}.json`, 'utf8'))); // <-- finding
}
