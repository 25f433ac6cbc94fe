// What got is given next to the address are options, not data.
const got = require('got');

app.post('/send', async (req, res) => {
  const answer = await got.post('https://a.example/send', { json: req.body }); // <-- finding
  res.send(answer.body);
});
