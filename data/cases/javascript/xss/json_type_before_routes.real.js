// A server says what type answers are of, and then the application sends them.
const http = require('http');
const app = require('express')();

app.get('/orders', (req, res) => {
  res.json({ found: req.query.name }); // <-- finding
});

http.createServer((req, res) => {
  res.setHeader('Content-Type', 'text/html');
  app(req, res);
}).listen(3000);
