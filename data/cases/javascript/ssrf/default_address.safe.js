// All later requests begin with the address that is set for them.
const axios = require('axios');

app.post('/tenant', (req, res) => {
  axios.defaults.baseURL = 'https://items.example';
  res.end();
});

app.get('/items', async (req, res) => {
  const answer = await axios.get('/items'); // <-- finding
  res.json(answer.data);
});
