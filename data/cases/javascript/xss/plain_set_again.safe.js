// What is said of the type last counts.
const http = require('http');

http.createServer((req, res) => {
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  res.end('you asked for ' + req.url); // <-- finding
}).listen(8080);
