// A client asks the address that it was made for; only a whole address is one of its own.
const axios = require('axios');

app.get('/probe', async (req, res) => {
  const client = axios.create({ baseURL: req.query.target });
  const answer = await client.get('/status'); // <-- finding
  res.json(answer.data);
});
