// What a server of node's own answers has no type: a browser looks at what it is.
const http = require('http');
const app = require('fastify')();

app.get('/health', (request, reply) => reply.send('up'));

http.createServer((request, reply) => {
  reply.setHeader('Content-Type', 'text/plain');
  reply.end('Nothing is at ' + decodeURIComponent(request.url)); // <-- finding
}).listen(8081);
