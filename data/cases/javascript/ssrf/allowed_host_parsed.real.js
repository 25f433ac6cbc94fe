const HOSTS = new Set(['cdn.example', 'img.example']);

app.get('/image', async (req, res) => {
  const address = new URL(req.query.address);
  if (!HOSTS.has(address.hostname)) return res.sendStatus(400);
  Object.assign(address, req.query);
  const image = await fetch(address); // <-- finding
  return res.send(await image.text());
});
