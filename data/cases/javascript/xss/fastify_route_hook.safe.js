// What runs before the handler is in another file, and may say that the answer is a page.
const app = require('fastify')();
const { before } = require('./hooks');

app.get('/greet', { config: before }, (request, reply) => {
  reply.send('Hello ' + request.query.name); // <-- finding
});
