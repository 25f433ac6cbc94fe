// The global object has the functions of the language, under their names.
globalThis['numbers'] = (text) => text;

app.post('/calculate', (req, res) => {
  res.json(eval(Number(req.body.code) + '+1')); // <-- finding
});
