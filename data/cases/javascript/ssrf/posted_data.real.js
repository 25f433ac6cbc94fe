const axios = require('axios');

function notify(req) {
  return axios.post(req.body.hook, { text: req.body.text }); // <-- finding
}
