// 2130706433 is 127.0.0.1.
const http = require('http');

app.get('/ping', (req, res) => {
  http.get({ host: String(Number(req.query.node)), path: '/health' }, (answer) => answer.pipe(res)); // <-- finding
});
