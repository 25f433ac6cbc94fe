// A function that is given names sets functions of the language.
function install(name, method) {
  globalThis[name] = method;
}

install('Number', (text) => text);

function calculate(req, res) {
  res.json(eval(Number(req.body.code) + '+1')); // <-- finding
}

module.exports = { calculate };
