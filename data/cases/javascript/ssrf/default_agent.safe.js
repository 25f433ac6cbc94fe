const axios = require('axios');
const { HttpsProxyAgent } = require('https-proxy-agent');

app.post('/proxy', (req, res) => {
  axios.defaults.timeout = Number(req.body.timeout);
  res.end();
});

app.get('/rates', async (req, res) => {
  res.json((await axios.get('https://rates.example.com/today')).data); // <-- finding
});
