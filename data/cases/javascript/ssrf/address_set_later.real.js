// Whoever mentions the address in a function may set it at any time.
const HOSTS = new Set(['cdn.example', 'img.example']);

app.get('/image', async (req, res) => {
  const address = new URL(req.query.address);
  req.on('data', () => { address.href = req.query.other; });
  if (!HOSTS.has(address.hostname)) return res.sendStatus(400);
  await db.ready();
  return res.json(await fetch(address.href)); // <-- finding
});
