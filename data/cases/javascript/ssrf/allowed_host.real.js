const HOSTS = new Set(['https://a.example/', 'https://b.example/']);

async function load(req, res) {
  const target = req.query.target;
  if (!HOSTS.has(target)) return res.status(400).end();
  return fetch(req.query.next); // <-- finding
}
