const axios = require('axios');
const { HttpsProxyAgent } = require('https-proxy-agent');

app.post('/proxy', (req, res) => {
  axios.defaults.httpsAgent = new HttpsProxyAgent(req.body.proxy);
  res.end();
});

app.get('/rates', async (req, res) => {
  res.json((await axios.get('https://rates.example.com/today')).data); // <-- finding
});
