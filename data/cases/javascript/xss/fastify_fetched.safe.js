// Fastify sends what was fetched with the heads that it came with.
const app = require('fastify')();

app.get('/echo', async (request, reply) => {
  const found = await fetch('https://echo.example.com/?q=' + encodeURIComponent(request.query.q));
  return reply.type('text/plain').send(String(await found.text())); // <-- finding
});
