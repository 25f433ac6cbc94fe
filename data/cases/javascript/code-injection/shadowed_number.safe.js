function compute(req) {
  const value = Number(req.query.value);
  return eval('2 * ' + value); // <-- finding
}
