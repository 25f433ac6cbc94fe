// An arrow has the `arguments` of the function around it, which are its parameters.
function calculate(code, parts) {
  const seen = [];
  if (!/^[0-9+]+$/.test(code)) return null;
  parts.forEach((part) => {
    arguments[0] = part;
  });
  return eval(code); // <-- finding
}

app.post('/calculate', (req, res) => res.json(calculate(req.body.code, req.body.parts)));
