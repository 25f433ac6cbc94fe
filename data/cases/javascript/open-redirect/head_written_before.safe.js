// Where it leads was set before the head is written.
const http = require('http');

http.createServer((req, res) => {
  const next = new URL(req.url, 'http://own').searchParams.get('next');
  res.setHeader('X-Next', next);
  res.setHeader('Location', next);
  res.writeHead(302, { Location: '/home' }); // <-- finding
  res.end();
}).listen(8080);
