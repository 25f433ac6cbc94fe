// Operator and number say nothing but which numbers are found.
const OPERATORS = new Map([['below', '<'], ['above', '>']]);

app.post('/find', (req, res) => {
  const { operator, limit, values } = req.body;
  const sign = OPERATORS.get(operator);
  if (!sign || !limit) return res.sendStatus(400);
  const fits = new Function('x', `return x ${sign} ${limit};`); // <-- finding
  return res.json(values.filter((value) => fits(value)));
});
