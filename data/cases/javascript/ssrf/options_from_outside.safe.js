const got = require('got');
function call(req) {
  return got.get('https://api.example.com/x', { timeout: 1000 }); // <-- finding
}
