const axios = require('axios');

async function weather(req) {
  const id = Number(req.query.city);
  return axios.get(`https://api.weather.example/cities/${id}`); // <-- finding
}
