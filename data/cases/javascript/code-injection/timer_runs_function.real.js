const vm = require('vm');

function later(code) {
  vm.runInThisContext(code);
}

app.post('/later', (req, res) => {
  setTimeout(later, 1000, req.body.code); // <-- finding
  res.end();
});
