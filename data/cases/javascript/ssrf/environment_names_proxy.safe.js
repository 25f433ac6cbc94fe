const axios = require('axios');

app.post('/proxy', (req, res) => {
  process.env.HTTPS_PROXY = 'http://proxy.example:3128';
  res.end();
});

app.get('/rates', async (req, res) => {
  res.json((await axios.get('https://rates.example.com/today')).data); // <-- finding
});
