const axios = require('axios');

function load(req) {
  return axios({ method: 'get', url: '/items/' + Number(req.query.id), baseURL: 'https://shop.example' }); // <-- finding
}
