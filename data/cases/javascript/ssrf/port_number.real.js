// Whoever chooses the port chooses among all that listens there.
const http = require('http');

app.get('/ping', (req, res) => {
  const port = Number(req.query.port);
  http.get({ host: '127.0.0.1', port: port, path: '/' }, (answer) => answer.pipe(res)); // <-- finding
});
