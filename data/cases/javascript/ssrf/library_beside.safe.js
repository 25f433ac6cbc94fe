const axios = require('axios');
const Parser = require('rss-parser');

app.get('/news', async (req, res) => {
  const parser = new Parser();
  res.json(await Promise.all([axios.get('https://rates.example.com/today'), parser.parseURL('https://news.example.com/feed')])); // <-- finding
});
