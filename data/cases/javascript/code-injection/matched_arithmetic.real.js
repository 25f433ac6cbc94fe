function calculate(req, res) {
  const expression = req.body.expression;
  if (!/^[0-9a-z+\-\/(). ]+$/.test(expression)) {
    return res.status(400).end();
  }
  return res.json(eval(expression)); // <-- finding
}
