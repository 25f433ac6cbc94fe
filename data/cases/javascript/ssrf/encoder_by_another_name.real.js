// What holds the functions of the language has another name.
app.get('/orders', async (req, res) => {
  const found = await fetch(`https://api.example.com/orders/${encodeURIComponent(req.query.name)}`); // <-- finding
  res.json(await found.json());
});

exports.prepare = () => {
  const root = typeof window === 'undefined' ? global : window;
  root.encodeURIComponent = (text) => text;
};
