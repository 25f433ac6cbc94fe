const axios = require('axios');

const { request } = axios.interceptors;

app.post('/tenant', (req, res) => {
  request.use((config) => ({ ...config, url: req.body.url }));
  res.end();
});

app.get('/rates', async (req, res) => {
  res.json((await axios.get('https://rates.example.com/today')).data); // <-- finding
});
