// What intercepts requests may send them elsewhere.
const axios = require('axios');

app.get('/items', async (req, res) => {
  axios.interceptors.request.use((config) => ({ ...config, baseURL: req.query.shop }));
  const answer = await axios.get('/items'); // <-- finding
  res.json(answer.data);
});
