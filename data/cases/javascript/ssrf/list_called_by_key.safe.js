// A method can be named by a text.
const HOSTS = ['https://a.example/'];

app.post('/hosts', (req, res) => {
  res.json(HOSTS['length']);
});

app.get('/load', async (req, res) => {
  const host = req.query.host;
  if (!HOSTS.includes(host)) return res.status(400).end();
  const answer = await fetch(host); // <-- finding
  res.send(await answer.text());
});
