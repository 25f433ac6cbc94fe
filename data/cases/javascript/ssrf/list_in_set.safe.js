// A set holds the very list: what is written to it later is seen.
app.post('/load', async (req, res) => {
  const entry = ['https://a.example/'];
  const queue = new Set([entry]);
  entry[0] = 'https://b.example/';
  for (const one of queue) await fetch(one[0]); // <-- finding
  res.end();
});
