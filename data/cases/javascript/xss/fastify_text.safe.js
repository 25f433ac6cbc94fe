// Fastify sends texts as plain text if nobody says what they are.
const fastify = require('fastify')();

fastify.get('/hello', async (request, reply) => {
  const { name = 'world' } = request.query;
  reply.send('Hello ' + name); // <-- finding
  return reply;
});
