app.post('/later', async (req, res) => {
  const [, rules] = [setTimeout(() => res.end(), 10), await import(req.body.rules)]; // <-- finding
  rules.load();
});
