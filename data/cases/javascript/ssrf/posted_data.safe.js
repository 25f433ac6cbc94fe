const axios = require('axios');

function notify(req) {
  return axios.post('https://hooks.example/notify', { text: req.body.text }); // <-- finding
}
