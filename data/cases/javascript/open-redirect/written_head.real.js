// A host that no slash ends may go on.
const http = require('http');

const SITE = 'https://www.example.com';

http.createServer((req, res) => {
  res.writeHead(302, { Location: SITE + req.headers['x-page'] }); // <-- finding
  res.end();
}).listen(8080);
