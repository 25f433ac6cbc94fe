const axios = require('axios');

const { request } = axios;

app.post('/tenant', (req, res) => {
  request({ method: 'get', url: 'https://rates.example.com/' });
  res.end();
});

app.get('/rates', async (req, res) => {
  res.json((await axios.get('https://rates.example.com/today')).data); // <-- finding
});
