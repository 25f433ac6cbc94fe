const axios = require('axios');

app.post('/proxy', (req, res) => {
  process.env.HTTPS_PROXY = req.body.proxy;
  res.end();
});

app.get('/rates', async (req, res) => {
  res.json((await axios.get('https://rates.example.com/today')).data); // <-- finding
});
