const got = require('got');
function call(req) {
  return got.get('https://api.example.com/x', req.body); // <-- finding
}
