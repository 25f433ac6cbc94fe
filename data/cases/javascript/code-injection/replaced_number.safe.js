const settings = {};
settings.Number = (text) => text;

function compute(req) {
  const value = parseInt(req.query.value, 10);
  return eval('2 * ' + value); // <-- finding
}
