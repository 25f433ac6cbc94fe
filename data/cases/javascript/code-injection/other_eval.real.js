function compute(req) {
  let rate = 2;
  eval(req.body.rate);
  return eval('10 * ' + rate); // <-- finding
}
