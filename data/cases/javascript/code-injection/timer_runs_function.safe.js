const vm = require('vm');

function later(code) {
  console.log('later', code);
}

app.post('/later', (req, res) => {
  setTimeout(later, 1000, req.body.code); // <-- finding
  res.end();
});
