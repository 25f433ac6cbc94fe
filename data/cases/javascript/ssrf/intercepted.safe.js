// What intercepts requests may send them elsewhere.
const axios = require('axios');

app.get('/items', async (req, res) => {
  axios.interceptors.request.use((config) => ({ ...config, timeout: 1000 }));
  const answer = await axios.get('/items'); // <-- finding
  res.json(answer.data);
});
