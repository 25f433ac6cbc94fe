function compute(req, Number) {
  const value = Number(req.query.value);
  return eval('2 * ' + value); // <-- finding
}
