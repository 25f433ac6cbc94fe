function compute(req) {
  let rate = 2;
  rate = JSON.parse(req.body.rate) ? 3 : 4;
  return eval('10 * ' + rate); // <-- finding
}
