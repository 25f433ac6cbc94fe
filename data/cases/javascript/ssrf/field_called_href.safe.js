// A plain object may have a field that is called like one that browsers follow.
const fetch = require('node-fetch');

app.get('/feed', async (req, res) => {
  const target = { href: 'https://feeds.example/all' };
  if (req.query.feed) target.href = 'https://feeds.example/one';
  const answer = await fetch(target.href); // <-- finding
  res.send(await answer.text());
});
