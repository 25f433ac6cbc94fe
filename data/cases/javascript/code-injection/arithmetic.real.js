app.get('/sum', (req, res) => {
  const a = Number(req.query.a);
  const b = req.query.b;
  const sum = eval(`${a} + ${b}`); // <-- finding
  res.json({ sum });
});
